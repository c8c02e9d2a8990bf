/** The bucket's name in the local cloud, where nobody else could have taken it. */
export const localBucket = 'sluice-local';
