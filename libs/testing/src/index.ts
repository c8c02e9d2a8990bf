export * from './actionlint';
export * from './code-point';
