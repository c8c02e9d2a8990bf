/**
 * Variable by which `sluice cache` tells the commands that it runs under which name it has announced the local cloud. They use
 * that one, once it has proved that it holds the folder, instead of one in each process.
 */
export const announcedCloud = 'SLUICE_ANNOUNCED_CLOUD';
