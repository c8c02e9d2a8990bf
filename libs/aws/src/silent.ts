const unheard = () => undefined;

/**
 * The SDK's logger. Whatever goes wrong is thrown, and explained by whoever asked. Without a logger of ours the SDK
 * writes warnings to the console: each time an upload fails, be it only that another writer was faster, and where both
 * a profile and the variables have credentials.
 */
export const silent = { trace: unheard, debug: unheard, info: unheard, warn: unheard, error: unheard };
