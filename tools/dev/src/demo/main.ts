import { runMain } from '../processes/main';
import { Demo } from './demo';

runMain(async () => {
  await Demo.run(process.cwd());
  return 0;
});
