export * from './code-point';
