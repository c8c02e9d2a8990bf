import type { UserFacingError } from '@sluice/release';

/** A variable or a file that the server starts from is invalid. */
export class ConfigurationError extends Error implements UserFacingError {
  override readonly name = 'ConfigurationError';
  readonly code = 'invalid-configuration';

  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
