import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './Disclosure.module.css';

/** The browser's own details element: works by keyboard and in print without help. */
export function Disclosure({
  summary,
  open = false,
  onOpen,
  children,
}: {
  summary: ReactNode;
  open?: boolean;
  onOpen?: () => void;
  children: ReactNode;
}) {
  return (
    <details
      className={classes.details}
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open) onOpen?.();
      }}
    >
      <summary className={classes.summary}>
        <IconChevronDown className={classes.chevron} size={20} aria-hidden="true" />
        <span>{summary}</span>
      </summary>
      <div className={classes.body}>{children}</div>
    </details>
  );
}
