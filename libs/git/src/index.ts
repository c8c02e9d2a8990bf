export { exportCommit, type ExportedCommit } from './export-commit';
export { sharingAnswers } from './git';
export { GitError } from './git-error';
export { GitRepository } from './repository';
export { type CheckedOut, type IndexEntry, WorkingTree } from './working-tree';
