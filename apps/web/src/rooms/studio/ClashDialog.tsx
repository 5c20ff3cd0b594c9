import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { Dialog } from '../../parts/Dialog';
import { type CourseDocument, type Path, pathText, setAt } from './document';
import classes from './Editor.module.css';
import type { Draft } from './useDraft';

/** Two people changed the same words: both are shown, one is chosen for each place, nothing is lost unseen. */
export function ClashDialog({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const name = usePlaceName(draft.document);
  const [theirs, setTheirs] = useState<string[]>([]);
  const finish = (): void => {
    const chosen = draft.clashes.reduce(
      (document, clash) =>
        theirs.includes(pathText(clash.path)) ? setAt(document, clash.path, clash.theirs) : document,
      draft.document,
    );
    setTheirs([]);
    draft.settle(chosen);
  };
  return (
    <Dialog title={t('studio.clashTitle')} opened={draft.state === 'clash'} onClose={finish} size="xl">
      <div className={classes.form}>
        <p>{t('studio.clashLead')}</p>
        {draft.clashes.map((clash) => {
          const key = pathText(clash.path);
          const takesTheirs = theirs.includes(key);
          return (
            <fieldset key={key} className={classes.group}>
              <legend>{name(clash.path)}</legend>
              <div className={classes.sides}>
                <Side
                  name={key}
                  label={t('studio.mine')}
                  value={clash.mine}
                  chosen={!takesTheirs}
                  onChoose={() => {
                    setTheirs(theirs.filter((each) => each !== key));
                  }}
                />
                <Side
                  name={key}
                  label={t('studio.theirs')}
                  value={clash.theirs}
                  chosen={takesTheirs}
                  onChoose={() => {
                    setTheirs([...theirs, key]);
                  }}
                />
              </div>
            </fieldset>
          );
        })}
        <div>
          <Button onClick={finish}>{t('studio.clashDone')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Side({
  name,
  label,
  value,
  chosen,
  onChoose,
}: {
  name: string;
  label: string;
  value: unknown;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const shown =
    value === undefined ? t('studio.removedThere') : typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return (
    <div className={classes.sideBox} data-on={chosen || undefined}>
      <label className={classes.right}>
        <input type="radio" name={name} checked={chosen} onChange={onChoose} />
        {label}
      </label>
      <p className={classes.words}>{shown}</p>
    </div>
  );
}

function usePlaceName(document: CourseDocument): (path: Path) => string {
  const { t } = useTranslation();
  const text = useText();
  return (path) => {
    const [head, index] = path;
    const language =
      path.at(-1) === 'ko' ? ` · ${t('studio.korean')}` : path.at(-1) === 'en' ? ` · ${t('studio.english')}` : '';
    if (head === 'lessons' && typeof index === 'number') {
      const lesson = document.lessons[index];
      return `${String(index + 1)}. ${lesson ? text(lesson.title) : ''}${language}`;
    }
    if (head === 'items' && typeof index === 'number') return t('studio.question', { number: index + 1 }) + language;
    if (head === 'sources') return t('courses.sources') + language;
    return t('studio.courseInfo') + language;
  };
}
