import { z } from 'zod';

export const checkFindingSchema = z
  .object({
    check: z.string(),
    state: z.enum(['ok', 'warning', 'failed', 'unknown']),
    message: z.string().describe('One sentence.'),
    remedy: z.string().optional().describe('What to do if it is not ok.'),
  })
  .meta({
    id: 'CheckFinding',
    description: 'Result of one check. unknown: it could not be checked, which is not an error by itself.',
  });

export type CheckFinding = z.infer<typeof checkFindingSchema>;

export const doctorReportSchema = z
  .object({ findings: z.array(checkFindingSchema) })
  .meta({ id: 'DoctorReport', description: 'Results of all checks.' });

export type DoctorReport = z.infer<typeof doctorReportSchema>;
