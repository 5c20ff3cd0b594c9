import { IconArrowLeft, IconCheck, IconCircleDashed, IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Makers as MakersView } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Makers.module.css';

const route = getRouteApi('/in/courses/$code/makers');

/** Who wrote a course, who signed it and who did not agree: in their own words. */
export function Makers() {
  const { code } = route.useParams();
  const { t } = useTranslation();
  const text = useText();
  const query = useQuery(queries.makers(code));
  return (
    <QueryView query={query}>
      {({ title, versions }) => (
        <Page
          title={t('courses.makers')}
          lead={text(title)}
          width="narrow"
          above={
            <Link to="/courses/$code" params={{ code }}>
              <IconArrowLeft size={18} aria-hidden="true" /> {text(title)}
            </Link>
          }
        >
          <div className={classes.list}>
            {versions.map((version) => (
              <OneVersion key={version.number} version={version} />
            ))}
          </div>
        </Page>
      )}
    </QueryView>
  );
}

function OneVersion({ version }: { version: MakersView['versions'][number] }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const id = `version-${String(version.number)}`;
  const authors = version.authors.map(({ name }) => name).filter((name) => name !== '');
  return (
    <Card labelledBy={id}>
      <h2 id={id} className={classes.title}>
        {t('courses.versionNumber', { number: version.number })}
        {version.current && <Badge tone="green">{t('courses.currentVersion')}</Badge>}
        {version.pilot && <PilotBadge />}
      </h2>
      <dl className={classes.facts}>
        {version.publishedAt && (
          <div>
            <dt>{t('courses.publishedOn')}</dt>
            <dd>{instant(version.publishedAt)}</dd>
          </div>
        )}
        <div>
          <dt>{t('courses.writtenBy')}</dt>
          <dd>{authors.length > 0 ? authors.join(', ') : t('courses.writtenByCity')}</dd>
        </div>
        {version.note && (
          <div>
            <dt>{t('courses.whatChanged')}</dt>
            <dd>{version.note}</dd>
          </div>
        )}
      </dl>
      <Reviews seats={version.seats} reviews={version.reviews} />
    </Card>
  );
}

type Version = MakersView['versions'][number];

/** Every seat with what was said for it. */
export function Reviews({ seats, reviews }: Pick<Version, 'seats' | 'reviews'>) {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const icons = { open: IconCircleDashed, signed: IconCheck, dissented: IconMessage2 };
  return (
    <ul className={classes.seats}>
      {seats.map(({ seat, state }) => {
        const Icon = icons[state];
        return (
          <li key={seat} data-state={state}>
            <p className={classes.seat}>
              <Icon size={18} aria-hidden="true" />
              <strong>{t(`courses.seat.${seat}`)}</strong>
              {t(`courses.seatState.${state}`)}
            </p>
            {reviews
              .filter((review) => review.seat === seat)
              .map((review, index) => (
                <div key={index} className={classes.review}>
                  {review.text && <blockquote>{review.text}</blockquote>}
                  <p>
                    {[review.by.name, review.affiliation && text(review.affiliation), instant(review.at)]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </div>
              ))}
          </li>
        );
      })}
    </ul>
  );
}
