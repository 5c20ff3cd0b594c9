import type { ReactNode } from 'react';

import classes from './Empty.module.css';

/** Nothing here, said calmly, with what one may do instead. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 120 72" width="120" height="72" aria-hidden="true" focusable="false">
        <path
          d="M74 62H38a6 6 0 0 1-6-6V18a6 6 0 0 1 6-6h44a6 6 0 0 1 6 6v26"
          fill="none"
          stroke="var(--gray-20)"
          strokeWidth="5"
          strokeLinecap="round"
        />
        <circle cx="52" cy="34" r="5" fill="var(--blue-20)" />
        <circle cx="67" cy="40" r="5" fill="var(--earth-40)" opacity=".55" />
        <path d="M96 62h14M10 62h12" stroke="var(--gray-10)" strokeWidth="4" strokeLinecap="round" />
      </svg>
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}
