import { useTranslation } from 'react-i18next';

import type { Basis, Obligation } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Disclosure } from '../../parts/Disclosure';
import classes from './DutyWhy.module.css';

/** Why the duty applies, on what law or policy it rests, and what has counted: every status explains itself. */
export function DutyWhy({ obligation }: { obligation: Obligation }) {
  const { t } = useTranslation();
  const text = useText();
  const { shortDate, amount } = useFormat();
  return (
    <Disclosure summary={t(obligation.bearer === 'unit' ? 'duties.whyUnit' : 'duties.why')}>
      <div className={classes.why}>
        <section>
          <h4>{t('duties.reasons')}</h4>
          <ul className={classes.list}>
            {obligation.reasons.map((reason, index) => (
              <li key={index}>{text(reason.text)}</li>
            ))}
          </ul>
        </section>
        <section>
          <h4>{t('duties.basis')}</h4>
          <ul className={classes.list}>
            {obligation.mandate.basis.map((basis, index) => (
              <li key={index}>
                <BasisLine basis={basis} />
              </li>
            ))}
          </ul>
          {obligation.mandate.policy && <p className={classes.note}>{t('duties.policyWhy')}</p>}
        </section>
        {obligation.credits.length > 0 && (
          <section>
            <h4>{t('duties.credits')}</h4>
            <ul className={classes.list}>
              {obligation.credits.map((credit, index) => (
                <li key={index}>
                  {t('duties.creditLine', {
                    date: shortDate(credit.earnedOn),
                    title: text(credit.title),
                    amount: [
                      credit.countedMinutes > 0 ? amount(credit.countedMinutes, 'minutes') : '',
                      credit.countedTimes > 0 ? amount(credit.countedTimes, 'times') : '',
                    ]
                      .filter((part) => part !== '')
                      .join(', '),
                  })}
                </li>
              ))}
            </ul>
          </section>
        )}
        {obligation.reportingUnit && (
          <p className={classes.note}>{t('duties.countedAt', { unit: text(obligation.reportingUnit.name) })}</p>
        )}
      </div>
    </Disclosure>
  );
}

function BasisLine({ basis }: { basis: Basis }) {
  const { t } = useTranslation();
  const text = useText();
  const { shortDate } = useFormat();
  const name = text(basis.instrument);
  return (
    <>
      {basis.url && !basis.fictional ? (
        <a href={basis.url} target="_blank" rel="noreferrer">
          {name}
          <span className="sr-only"> ({t('app.newTab')})</span>
        </a>
      ) : (
        name
      )}{' '}
      {basis.article && t('duties.article', { article: basis.article })}
      {basis.version && (
        <span className={classes.since}> ({t('duties.version', { date: shortDate(basis.version) })})</span>
      )}{' '}
      {basis.kind === 'policy' && <Badge tone="plain">{t('duties.policy')}</Badge>}
      {basis.fictional && <Badge tone="earth">{t('app.fictional')}</Badge>}
      {!basis.verified && !basis.fictional && <Badge tone="amber">{t('app.unverified')}</Badge>}
    </>
  );
}
