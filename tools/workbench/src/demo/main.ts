import { runMain } from '../processes/main';
import { Demo } from './demo';

runMain(async () => {
  await Demo.tell(process.cwd());
  return 0;
});
