/** The tag that publishing moves, as in libs/release, of which browsers load nothing. */
export const latestTag = 'latest';
