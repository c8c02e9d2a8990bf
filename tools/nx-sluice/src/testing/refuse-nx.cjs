// Preloaded into the command: its process ends with code 99 when anything of Nx was loaded. Its package.json is no code.
const ofNx = /node_modules[\\/](nx|@nx)[\\/](?!package\.json$)/;

process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((path) => ofNx.test(path));
  if (loaded.length > 0) process.exitCode = 99;
});
