import { useTranslation } from 'react-i18next';

import type { Enrollment } from '../../api/types';
import { useText } from '../../i18n';
import { ButtonLink } from '../../parts/ButtonLink';
import { Card } from '../../parts/Card';
import classes from './EvidenceCard.module.css';

/** What the completion is evidence of, why, and how to show more: nobody is locked out for being fast. */
export function EvidenceCard({ enrollment }: { enrollment: Enrollment }) {
  const { t } = useTranslation();
  const text = useText();
  const { evidence } = enrollment;
  return (
    <Card labelledBy="evidence">
      <div className={classes.body}>
        <h2 id="evidence" className={classes.title}>
          {t('player.evidence.title')}: {text(evidence.title)}
        </h2>
        <ul>
          {evidence.reasons.map((reason) => (
            <li key={reason.ko}>{text(reason)}</li>
          ))}
        </ul>
        {evidence.later && (
          <div>
            <h3 className={classes.small}>
              {t('player.evidence.later')}: {text(evidence.later.title)}
            </h3>
            <ul>
              {evidence.later.reasons.map((reason) => (
                <li key={reason.ko}>{text(reason)}</li>
              ))}
            </ul>
          </div>
        )}
        <p className={classes.note}>{text(evidence.promise)}</p>
        {evidence.ways.length > 0 && (
          <div>
            <h3 className={classes.small}>{t('player.evidence.ways')}</h3>
            <ul className={classes.ways}>
              {evidence.ways.map((way) => (
                <li key={way.kind}>
                  <p>{text(way.text)}</p>
                  {way.kind === 'test-out' && (
                    <ButtonLink
                      to="/learn/$enrollmentId/test-out"
                      params={{ enrollmentId: enrollment.id }}
                      variant="default"
                    >
                      {t('player.evidence.testOut')}
                    </ButtonLink>
                  )}
                  {way.kind === 'argued-case' && (
                    <ButtonLink
                      to="/learn/$enrollmentId/argue"
                      params={{ enrollmentId: enrollment.id }}
                      variant="default"
                    >
                      {t('player.evidence.argue')}
                    </ButtonLink>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}
