import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { StateBadge } from '../../parts/Badge';
import { ButtonLink } from '../../parts/ButtonLink';
import classes from './Compliance.module.css';

/** The reader's own state comes before everyone else's. */
export function Self({ mandate, cycle }: { mandate: string; cycle: string }) {
  const { t } = useTranslation();
  const query = useQuery(queries.obligations());
  const own = query.data?.obligations.find(
    (each) => each.bearer === 'person' && each.mandate.code === mandate && each.cycle.key === cycle,
  );
  if (!own) return null;
  const open = own.state === 'open';
  return (
    <section className={`${classes.self ?? ''} no-print`} aria-labelledby="self">
      <div>
        <h2 id="self" className={classes.selfTitle}>
          {t('compliance.selfTitle')} <StateBadge state={own.state} overdue={own.overdue} inTime={own.inTime} />
        </h2>
        {open && <p>{t('compliance.selfOpen')}</p>}
        {own.state === 'fulfilled' && <p>{t('compliance.selfDone')}</p>}
      </div>
      {open && <ButtonLink to="/duties">{t('compliance.selfGo')}</ButtonLink>}
    </section>
  );
}
