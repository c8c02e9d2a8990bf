// Loads the client of the bucket, which takes longer than all else that a build waits for; so it is imported late.
export { openEntryStore } from '@sluice/composition';
