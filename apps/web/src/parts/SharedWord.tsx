import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../api/queries';
import type { Norm, SharedCase, Term } from '../api/types';
import { useText } from '../i18n';
import { Dialog } from './Dialog';
import { QueryView } from './QueryView';
import classes from './SharedWord.module.css';
import { Sources } from './Sources';

interface Opened {
  kind: 'term' | 'case';
  id: string;
}

/**
 * Opens words of the glossary and shared cases over whatever page shows them. The server writes them into its HTML as
 * buttons; one listener serves all of them, and the focus comes back to the word.
 */
export function SharedWord() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const button =
        event.target instanceof Element ? event.target.closest<HTMLElement>('button.term, button.case') : null;
      if (!button) return;
      // A word inside a choice explains itself; it does not choose.
      event.preventDefault();
      const { term, case: id } = button.dataset;
      setOpened(term ? { kind: 'term', id: term } : { kind: 'case', id: id ?? '' });
      setShown(true);
    };
    document.addEventListener('click', onClick);
    return () => {
      document.removeEventListener('click', onClick);
    };
  }, []);
  return (
    <Dialog
      title={t(opened?.kind === 'case' ? 'courses.sharedCase' : 'courses.term')}
      opened={shown}
      onClose={() => {
        setShown(false);
      }}
    >
      {opened?.kind === 'term' && <OneTerm id={opened.id} />}
      {opened?.kind === 'case' && <OneCase id={opened.id} />}
    </Dialog>
  );
}

function OneTerm({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const query = useQuery(queries.glossary());
  return (
    <QueryView query={query}>
      {({ items }) => {
        const term: Term | undefined = items.find((each) => each.id === id);
        if (!term) return <p>{t('courses.noSuchWord')}</p>;
        const also = term.also[i18n.language === 'en' ? 'en' : 'ko'];
        return (
          <div className={classes.word}>
            <p className={classes.name}>
              <dfn>{text(term.term)}</dfn>
              {also.length > 0 && <span className={classes.also}>{t('courses.also', { words: also.join(', ') })}</span>}
            </p>
            <p>{text(term.meaning)}</p>
            <Norms norms={term.sources} />
          </div>
        );
      }}
    </QueryView>
  );
}

function OneCase({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const query = useQuery(queries.cases());
  return (
    <QueryView query={query}>
      {({ items }) => {
        const found: SharedCase | undefined = items.find((each) => each.id === id);
        if (!found) return <p>{t('courses.noSuchCase')}</p>;
        return (
          <div className={classes.word}>
            <p className={classes.name}>{text(found.title)}</p>
            <p>{text(found.facts)}</p>
            <h3 className={classes.heading}>{t('courses.caseQuestion')}</h3>
            <p>{text(found.question)}</p>
            <h3 className={classes.heading}>{t('courses.caseHolds')}</h3>
            <p>{text(found.holds)}</p>
            {found.origin === 'composed' && <p className={classes.also}>{t('courses.caseComposed')}</p>}
            <Norms norms={found.norms} />
          </div>
        );
      }}
    </QueryView>
  );
}

function Norms({ norms }: { norms: Norm[] }) {
  const { t } = useTranslation();
  if (norms.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>{t('courses.sources')}</h3>
      <Sources
        sources={norms.map((norm, index) => ({
          id: `shared-${String(index)}`,
          title: norm.title,
          article: norm.article ?? null,
          version: norm.version ?? null,
          url: norm.url ?? null,
          verified: norm.verified,
          fictional: norm.fictional,
          question: norm.question ?? null,
        }))}
      />
    </>
  );
}
