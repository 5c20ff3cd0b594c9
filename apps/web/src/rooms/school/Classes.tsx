import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { ClassRow } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { StateBadge } from '../../parts/Badge';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { DutyProgress } from '../duties/DutyProgress';
import classes from './School.module.css';

export function Classes() {
  const { t } = useTranslation();
  const query = useQuery(queries.classes());
  return (
    <Page title={t('school.title')} lead={t('school.lead')}>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('school.noneTitle')}>{t('school.noneBody')}</Empty>
          ) : (
            <ul className={classes.grid}>
              {items.map((item) => (
                <li key={item.unit.id}>
                  <One item={item} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}

function One({ item }: { item: ClassRow }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const above = item.path.filter((name) => name.ko !== item.unit.name.ko).slice(-2);
  return (
    <article className={classes.class}>
      <p className={classes.meta}>{above.map(text).join(' › ')}</p>
      <h2 className={classes.name}>
        <Link to="/school/$unitId" params={{ unitId: item.unit.id }}>
          {text(item.unit.name)}
        </Link>
      </h2>
      <p className={classes.meta}>
        {t('school.students', { count: item.students })}
        {item.teachers.length > 0 && ` · ${t('school.teachers', { names: item.teachers.join(', ') })}`}
      </p>
      {item.obligations.map((obligation) => (
        <section key={obligation.mandate.code + obligation.cycle} className={classes.duty}>
          <h3 className={classes.dutyTitle}>{text(obligation.mandate.title)}</h3>
          <p className={classes.dutyMeta}>
            <StateBadge state={obligation.state} overdue={obligation.overdue} />
            <span>
              {t('duties.cycle', { key: obligation.cycle })} · {t('duties.due')} {date(obligation.dueOn)}
            </span>
          </p>
          {obligation.state === 'open' && <DutyProgress obligation={obligation} />}
        </section>
      ))}
    </article>
  );
}
