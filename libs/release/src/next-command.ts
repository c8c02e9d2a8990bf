/** Makes a command of `sluice` that a person can paste as it is; whoever has options gives it. */
export type NextCommand = (...args: string[]) => string;
