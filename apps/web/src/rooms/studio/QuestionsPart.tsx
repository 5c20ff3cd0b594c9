import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { Disclosure } from '../../parts/Disclosure';
import { useEditing } from './context';
import { moved, newItem } from './document';
import classes from './Editor.module.css';
import { ItemEditor } from './ItemEditor';
import { RowTools } from './RowTools';

const route = getRouteApi('/in/studio/$code');

/** The bank all quizzes of the course draw from. */
export function QuestionsPart() {
  const { t } = useTranslation();
  const text = useText();
  const navigate = route.useNavigate();
  const { item: opened } = route.useSearch();
  const { document, problems, set } = useEditing();
  return (
    <div className={classes.form}>
      <p className={classes.hint}>{t('studio.questionsHint')}</p>
      {document.items.map((item, index) => {
        const name = t('studio.question', { number: index + 1 });
        const faults = problems.filter((problem) => problem.path.startsWith(`items.${String(index)}.`)).length;
        return (
          <div key={item.code} className={classes.card}>
            <div className={classes.cardTools}>
              <RowTools
                name={name}
                index={index}
                count={document.items.length}
                onMove={(to) => {
                  set(['items'], moved(document.items, index, to));
                }}
                onRemove={() => {
                  set(
                    ['items'],
                    document.items.filter((each) => each.code !== item.code),
                  );
                }}
              />
            </div>
            <Disclosure
              open={opened === item.code}
              summary={
                <>
                  {name} <span className={classes.quiet}>{text(item.stem).slice(0, 60)}</span>
                  {faults > 0 && <span className={classes.faults}> · {t('studio.toMend', { count: faults })}</span>}
                </>
              }
            >
              <ItemEditor item={item} index={index} />
            </Disclosure>
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => {
            const item = newItem(
              document.items.map((each) => each.code),
              document.credit.topics[0] ?? 'dignity',
            );
            set(['items'], [...document.items, item]);
            void navigate({ search: { at: 'questions', item: item.code }, replace: true, resetScroll: false });
          }}
        >
          {t('studio.addQuestion')}
        </Button>
      </div>
    </div>
  );
}
