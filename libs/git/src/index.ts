export { GitError } from './git';
export { GitRepository } from './repository';
