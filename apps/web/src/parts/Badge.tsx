import {
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconFlask,
  IconPlayerPause,
  IconProgress,
  IconAlertTriangle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './Badge.module.css';

export type Tone = 'plain' | 'blue' | 'green' | 'amber' | 'red' | 'earth';

interface Props {
  tone: Tone;
  icon?: ReactNode;
  title?: string;
  children: ReactNode;
}

/** A word with a colour and an icon; the word alone says it all. */
export function Badge({ tone, icon, title, children }: Props) {
  return (
    <span className={classes.badge} data-tone={tone} title={title}>
      {icon}
      {children}
    </span>
  );
}

const looks = {
  upcoming: { tone: 'plain', Icon: IconClock },
  open: { tone: 'blue', Icon: IconProgress },
  overdue: { tone: 'red', Icon: IconAlertTriangle },
  paused: { tone: 'plain', Icon: IconPlayerPause },
  exempt: { tone: 'plain', Icon: IconBan },
  fulfilled: { tone: 'green', Icon: IconCircleCheck },
  fulfilledLate: { tone: 'green', Icon: IconCircleCheck },
  'closed-unmet': { tone: 'amber', Icon: IconCircleDashed },
  withdrawn: { tone: 'plain', Icon: IconBan },
  absorbed: { tone: 'plain', Icon: IconBan },
} as const;

type Look = keyof typeof looks;

function lookOf(state: string, overdue: boolean, inTime: boolean | null): Look {
  if (overdue) return 'overdue';
  if (state === 'fulfilled' && inTime === false) return 'fulfilledLate';
  // A head to whom the duty does not apply.
  if (state === 'none') return 'withdrawn';
  return state in looks ? (state as Look) : 'open';
}

/** Where an obligation stands: in words, with icon and colour. */
export function StateBadge({
  state,
  overdue,
  inTime = null,
}: {
  state: string;
  overdue: boolean;
  inTime?: boolean | null;
}) {
  const { t } = useTranslation();
  const look = lookOf(state, overdue, inTime);
  const { tone, Icon } = looks[look];
  return (
    <Badge tone={tone} icon={<Icon size={18} aria-hidden="true" />}>
      {t(`state.${look}`)}
    </Badge>
  );
}

export function PilotBadge() {
  const { t } = useTranslation();
  return (
    <Badge tone="earth" icon={<IconFlask size={16} aria-hidden="true" />} title={t('app.pilotWhy')}>
      {t('app.pilot')}
    </Badge>
  );
}
