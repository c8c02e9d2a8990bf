import { z } from 'zod';

export const checkFindingSchema = z
  .object({
    check: z.string(),
    state: z.enum(['ok', 'warning', 'failed', 'unknown']),
    message: z.string().describe('One sentence.'),
    remedy: z.string().optional().describe('What to do, when it is not ok.'),
  })
  .meta({
    id: 'CheckFinding',
    description: 'What one check found. unknown: it could not be looked at, which is no fault by itself.',
  });

export type CheckFinding = z.infer<typeof checkFindingSchema>;

export const doctorReportSchema = z
  .object({ findings: z.array(checkFindingSchema) })
  .meta({ id: 'Examination', description: 'What the checks of the whole set-up found.' });

export type DoctorReport = z.infer<typeof doctorReportSchema>;
