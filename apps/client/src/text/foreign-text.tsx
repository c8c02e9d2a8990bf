import { visibleText } from './visible-text';

/** Shows text that somebody else wrote; `bdi` keeps its direction from reordering what stands around it. */
export function ForeignText({ text, className }: { text: string; className?: string }) {
  return <bdi className={className}>{visibleText(text)}</bdi>;
}
