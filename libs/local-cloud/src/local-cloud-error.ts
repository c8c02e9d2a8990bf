/** The local cloud cannot be opened; `remedy` says what to do about it. */
export class LocalCloudError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LocalCloudError';
  }
}
