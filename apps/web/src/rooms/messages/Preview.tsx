import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { PreviewDay, PreviewStep } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Disclosure } from '../../parts/Disclosure';
import { QueryView } from '../../parts/QueryView';
import classes from './Messages.module.css';

/** The mail of the next 30 days, day by day, before it goes. */
export function Preview() {
  const { t } = useTranslation();
  const query = useQuery(queries.messagePreview());
  return (
    <QueryView query={query}>
      {({ days }) =>
        days.length === 0 ? (
          <p>{t('messages.previewNone')}</p>
        ) : (
          <ul className={classes.list}>
            {days.map((day) => (
              <Day key={day.on} day={day} />
            ))}
          </ul>
        )
      }
    </QueryView>
  );
}

function Day({ day }: { day: PreviewDay }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  return (
    <li className={classes.item}>
      <p className={classes.line}>
        <span className={classes.strong}>{date(day.on)}</span>
        {day.people > 0 && <span>{t('messages.previewPeople', { count: day.people })}</span>}
        {day.units > 0 && <span>{t('messages.previewUnits', { count: day.units })}</span>}
      </p>
      {day.steps.length > 0 && (
        <ul className={classes.steps}>
          {day.steps.map((step) => (
            <Step key={`${step.mandate.code} ${step.dueOn} ${step.step}`} step={step} on={day.on} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Step({ step, on }: { step: PreviewStep; on: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { shortDate, daysLeft } = useFormat();
  const left = Math.round((Date.parse(step.dueOn) - Date.parse(on)) / 86_400_000);
  return (
    <li>
      <p className={classes.line}>
        <span>{text(step.mandate.title)}</span>
        <span className={classes.meta}>
          {[
            t('messages.dueOn', { date: shortDate(step.dueOn) }),
            daysLeft(left),
            t('word.people', { count: step.people }),
          ].join(' · ')}
        </span>
      </p>
      <Disclosure summary={t('messages.sample')}>
        <p className={classes.strong}>{text(step.sample.subject)}</p>
        <p className={classes.text}>{text(step.sample.text)}</p>
      </Disclosure>
    </li>
  );
}
