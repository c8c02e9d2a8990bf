/** Where a server is known to differ from S3. Each gap is a test of its own, so that its closing is noticed. */
export interface KnownGaps {
  /** CopyObject looks at no condition on its destination, and overwrites. */
  ignoresConditionsOnCopy?: boolean;
  /** CompleteMultipartUpload does not look at If-Match, and overwrites. */
  ignoresMatchOnParts?: boolean;
  /** CopyObject looks at no condition on its source. */
  ignoresCopySourceMatch?: boolean;
  /** PutObject looks at its condition and writes in two steps: of writers at the same moment, more than one can win. */
  writesInTwoSteps?: boolean;
  /** Versions and delete markers are listed one kind after the other, so that within a second nothing orders them. */
  listsKindsApart?: boolean;
  /** It takes whatever owner is expected for the right one. */
  ignoresOwner?: boolean;
  /** It forgets a checksum that comes without the header that names its algorithm, which S3 does not ask for. */
  keepsNoChecksum?: boolean;
}
