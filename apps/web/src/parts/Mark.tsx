/** The sign of Madang: the ㅁ of its name as a courtyard with an open side, and people inside. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d="M25 34H10a4 4 0 0 1-4-4V10a4 4 0 0 1 4-4h20a4 4 0 0 1 4 4v15"
        fill="none"
        stroke="var(--blue-60)"
        strokeWidth="4.5"
        strokeLinecap="round"
      />
      <circle cx="16" cy="17" r="3.4" fill="var(--blue-50)" />
      <circle cx="24.5" cy="20" r="3.4" fill="var(--earth-40)" />
      <circle cx="17.5" cy="25.5" r="3.4" fill="var(--gray-90)" />
    </svg>
  );
}
