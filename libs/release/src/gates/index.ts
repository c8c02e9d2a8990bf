import { freezeGate } from './freeze';
import type { Gate } from './gate';
import { holdGate } from './hold';
import { maxBehindGate } from './max-behind';
import { minAgeGate } from './min-age';
import { requireProvenanceGate } from './require-provenance';
import { rejectionGate } from './rejection';
import { requiresGate } from './requires';

/** All gates, in the order in which a plan lists their answers. */
export const gates: readonly Gate[] = [
  // Markers that people set.
  holdGate,
  rejectionGate,
  // Settings of the environment.
  freezeGate,
  minAgeGate,
  maxBehindGate,
  requiresGate,
  requireProvenanceGate,
];
