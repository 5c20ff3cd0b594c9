import { useTranslation } from 'react-i18next';

import type { DutyRequest } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, type Tone } from '../../parts/Badge';
import classes from './Requests.module.css';

const tones: Readonly<Record<DutyRequest['state'], Tone>> = {
  open: 'amber',
  granted: 'green',
  reduced: 'green',
  refused: 'plain',
  withdrawn: 'plain',
  revoked: 'plain',
};

export function RequestBadges({ request }: { request: DutyRequest }) {
  const { t } = useTranslation();
  return (
    <p className={classes.badges}>
      <Badge tone="blue">{t(`requests.kind.${request.kind}`)}</Badge>
      <Badge tone={tones[request.state]}>{t(`requests.state.${request.state}`)}</Badge>
      {request.late && <Badge tone="red">{t('requests.late')}</Badge>}
    </p>
  );
}

/** What was asked for, what was answered: the same for the one who asked and the one who answers. */
export function RequestFacts({ request }: { request: DutyRequest }) {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const rows = useRows(request);
  return (
    <div className={classes.stack}>
      {rows.length > 0 && (
        <dl className={classes.facts}>
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {request.ground && (
        <p>
          {t('requests.ground')}: {text(request.ground.title)}
        </p>
      )}
      {request.reason && (
        <div className={classes.words}>
          <strong>{t('requests.reason')}</strong>
          <p>{request.reason}</p>
        </div>
      )}
      {request.outside && (
        <p>
          <a href={`/api/v1/requests/${request.id}/proof`} download>
            {t('requests.openProof', { name: request.outside.proof.name })}
          </a>
        </p>
      )}
      {request.answer && (
        <div className={classes.words}>
          <strong>{t('requests.answer')}</strong>
          <p>{request.answer}</p>
        </div>
      )}
      {request.decidedAt && request.decidedBy && (
        <p className={classes.quiet}>
          {t('requests.answered', { at: instant(request.decidedAt), by: request.decidedBy.name })}
        </p>
      )}
    </div>
  );
}

function useRows(request: DutyRequest): [string, string][] {
  const { t } = useTranslation();
  const word = useWord();
  const { shortDate, minutes, amount } = useFormat();
  const span = (from: string | null, to: string | null): string | null => {
    if (to === null) return null;
    if (from === null) return t('requests.wantedUntil', { date: shortDate(to) });
    return t('requests.span', { from: shortDate(from), to: shortDate(to) });
  };
  const rows: [string, string][] = [];
  const wanted = span(request.wantedFrom, request.wantedTo);
  if (wanted !== null) rows.push([t('requests.wanted'), wanted]);
  const granted = span(request.grantedFrom, request.grantedTo);
  if (granted !== null && granted !== wanted) rows.push([t('requests.granted'), granted]);
  const { outside } = request;
  if (outside) {
    const both = (mins: number, times: number): string =>
      [mins > 0 ? minutes(mins) : '', times > 0 ? amount(times, 'times') : ''].filter((part) => part !== '').join(', ');
    rows.push([
      t('requests.learned'),
      `${outside.title} (${outside.issuer.name}, ${shortDate(outside.earnedOn)}, ${word('mode', outside.mode)})`,
    ]);
    rows.push([t('requests.learnedAmount'), both(outside.minutes, outside.times)]);
    if (outside.topics.length > 0)
      rows.push([t('requests.topics'), outside.topics.map((topic) => word('topic', topic)).join(', ')]);
    if (outside.acceptedMinutes !== null || outside.acceptedTimes !== null)
      rows.push([t('requests.accepted'), both(outside.acceptedMinutes ?? 0, outside.acceptedTimes ?? 0)]);
  }
  return rows;
}
