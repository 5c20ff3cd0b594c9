import { IconCheck } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import type { Obligation, Part } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Meter } from '../../parts/Meter';
import { share } from './duties';
import classes from './DutyProgress.module.css';

/** Every way to meet the duty, nearest to done first, and what must be in it in any case. */
export function DutyProgress({ obligation }: { obligation: Pick<Obligation, 'alternatives' | 'mustInclude'> }) {
  const { t } = useTranslation();
  const ways = [...obligation.alternatives].sort((a, b) => share(b) - share(a));
  return (
    <div className={classes.progress}>
      {ways.map((way, index) => (
        <Fragment key={index}>
          {index > 0 && <p className={classes.or}>{t('duties.or')}</p>}
          <ul className={classes.parts}>
            {way.parts.map((part, at) => (
              <PartLine key={at} part={part} />
            ))}
          </ul>
        </Fragment>
      ))}
      {obligation.mustInclude.length > 0 && (
        <>
          <p className={classes.include}>{t('duties.include')}</p>
          <ul className={classes.parts}>
            {obligation.mustInclude.map((part, at) => (
              <PartLine key={at} part={part} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function PartLine({ part }: { part: Part }) {
  const { t } = useTranslation();
  const text = useText();
  const { amount } = useFormat();
  const amounts = t('duties.ofNeeded', { needed: amount(part.needed, part.unit), got: amount(part.got, part.unit) });
  return (
    <li>
      <div className={classes.line}>
        <span className={classes.label}>{text(part.label)}</span>
        <span className={classes.amount} data-met={part.met || undefined}>
          {part.met && <IconCheck size={18} aria-hidden="true" />}
          {part.met ? t('duties.met') : amounts}
        </span>
      </div>
      <Meter label={text(part.label)} value={part.got} max={part.needed} text={amounts} done={part.met} />
    </li>
  );
}
