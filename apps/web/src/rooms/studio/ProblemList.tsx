import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { Notice } from '../../parts/Notice';
import { useEditing } from './context';
import classes from './Editor.module.css';
import { focusPath, placeOf } from './places';

const route = getRouteApi('/in/studio/$code');
const SHOWN = 12;

/** What still stands between the draft and publishing, each with the way to its place. */
export function ProblemList() {
  const { t } = useTranslation();
  const text = useText();
  const { code } = route.useParams();
  const { document, problems } = useEditing();
  if (problems.length === 0) return <Notice tone="good">{t('studio.noProblems')}</Notice>;
  return (
    <section className={classes.problems} aria-labelledby="problems">
      <h2 id="problems">{t('studio.problems', { count: problems.length })}</h2>
      <ul>
        {problems.slice(0, SHOWN).map((problem, index) => {
          const place = placeOf(problem.path, document);
          return (
            <li key={index}>
              <Link
                to="/studio/$code"
                params={{ code }}
                search={{ at: place.at, ...(place.item && { item: place.item }) }}
                resetScroll={false}
                onClick={() => {
                  // After the part has been drawn.
                  setTimeout(() => {
                    focusPath(problem.path);
                  }, 150);
                }}
              >
                {text(problem.message)}
              </Link>
            </li>
          );
        })}
      </ul>
      {problems.length > SHOWN && (
        <p className={classes.hint}>{t('studio.moreProblems', { count: problems.length - SHOWN })}</p>
      )}
    </section>
  );
}
