import { useTranslation } from 'react-i18next';

import type { Source } from '../api/types';
import { useText } from '../i18n';
import { useFormat } from '../i18n/format';
import { Badge } from './Badge';
import classes from './Sources.module.css';

/** Where the facts of a lesson come from; each can be linked to as `#source-<id>`. */
export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation();
  const text = useText();
  const { shortDate } = useFormat();
  return (
    <ul className={classes.sources}>
      {sources.map((source) => {
        const name = [text(source.title), source.article && t('duties.article', { article: source.article })]
          .filter(Boolean)
          .join(' ');
        return (
          <li key={source.id} id={`source-${source.id}`}>
            {source.url && !source.fictional ? (
              <a href={source.url} target="_blank" rel="noreferrer">
                {name}
                <span className="sr-only"> ({t('app.newTab')})</span>
              </a>
            ) : (
              name
            )}
            {source.version &&
              ` (${/^\d{4}-\d\d-\d\d$/.test(source.version) ? shortDate(source.version) : source.version})`}{' '}
            {source.fictional && <Badge tone="earth">{t('app.fictional')}</Badge>}
            {!source.verified && !source.fictional && <Badge tone="amber">{t('app.unverified')}</Badge>}
          </li>
        );
      })}
    </ul>
  );
}
