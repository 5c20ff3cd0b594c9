import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Difference } from '../../api/types';
import { Disclosure } from '../../parts/Disclosure';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import classes from './Review.module.css';

/** In what two versions differ: texts word by word, settings and items as they were and are. */
export function Differences({ code, from, to }: { code: string; from: number | null; to: number }) {
  const { t } = useTranslation();
  const query = useQuery({ ...queries.differences(code, from, to), enabled: from !== null });
  if (from === null) return <Notice tone="info">{t('review.firstVersion')}</Notice>;
  return (
    <QueryView query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{t('review.nothingChanged')}</p>
        ) : (
          <ul className={classes.differences}>
            {items.map((difference, index) => (
              <li key={index}>
                <One difference={difference} />
              </li>
            ))}
          </ul>
        )
      }
    </QueryView>
  );
}

function One({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const { part, name, place, kind, before, after, pieces } = difference;
  const title = [t(`review.part.${part}`), name, place].filter((word) => word !== '').join(' · ');
  return (
    <Disclosure
      open={pieces !== null}
      summary={
        <>
          {title} <span className={classes.quiet}>{t(`review.kind.${kind}`)}</span>
        </>
      }
    >
      {pieces ? (
        <p className={classes.pieces}>
          {pieces.map((piece, index) => {
            if (piece.kind === 'added') return <ins key={index}>{piece.text}</ins>;
            if (piece.kind === 'removed') return <del key={index}>{piece.text}</del>;
            return <span key={index}>{piece.text}</span>;
          })}
        </p>
      ) : (
        <>
          {before !== null && (
            <del className={classes.block} aria-label={t('review.before')}>
              {before}
            </del>
          )}
          {after !== null && (
            <ins className={classes.block} aria-label={t('review.after')}>
              {after}
            </ins>
          )}
        </>
      )}
    </Disclosure>
  );
}
