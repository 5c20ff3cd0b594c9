import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './Notice.module.css';

const icons = {
  info: IconInfoCircle,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
  offline: IconWifiOff,
};

interface Props {
  tone: keyof typeof icons;
  title?: string;
  children?: ReactNode;
  /** Read out at once by a screen reader: for what just happened, not for standing notes. */
  live?: boolean;
  actions?: ReactNode;
}

export function Notice({ tone, title, children, live = false, actions }: Props) {
  const Icon = icons[tone];
  const role = live ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <Icon className={classes.icon} size={22} aria-hidden="true" />
      <div className={classes.body}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div>{children}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}
