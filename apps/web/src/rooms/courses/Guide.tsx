import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { useLanguage, useText } from '../../i18n';
import { Page } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { QueryView } from '../../parts/QueryView';

const route = getRouteApi('/in/courses/$code/guide');

/** For whoever leads the live part of a course. */
export function Guide() {
  const { code } = route.useParams();
  const { t } = useTranslation();
  const text = useText();
  const language = useLanguage();
  const query = useQuery(queries.guide(code, language));
  return (
    <QueryView query={query}>
      {({ title, html }) => (
        <Page
          title={t('courses.guide')}
          lead={text(title)}
          width="narrow"
          above={
            <Link to="/courses/$code" params={{ code }}>
              <IconArrowLeft size={18} aria-hidden="true" /> {text(title)}
            </Link>
          }
        >
          <Prose html={html} language={language} />
        </Page>
      )}
    </QueryView>
  );
}
