/**
 * What one task printed, out of the output of a whole Nx run in its static style, where each task has a heading
 * (`> nx run app:publish`) and Nx's own summary begins with ` NX `.
 */
export function taskOutput(output: string, task: string): string[] {
  const lines = output.split('\n');
  const heading = lines.findLastIndex((line) => line.startsWith(`> nx run ${task}`));
  const rest = lines.slice(heading + 1);
  const end = rest.findIndex((line) => line.startsWith(' NX '));
  return rest.slice(0, end < 0 ? undefined : end).filter((line) => line.trim() !== '');
}
