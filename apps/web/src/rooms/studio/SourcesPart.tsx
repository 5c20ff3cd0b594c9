import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { useEditing } from './context';
import { type DraftSource, freshName, noText } from './document';
import classes from './Editor.module.css';
import { LineField, TextPair } from './fields';
import { RowTools } from './RowTools';

/** What the readings cite. A source not yet checked says what must be checked. */
export function SourcesPart() {
  const { t } = useTranslation();
  const { document, set } = useEditing();
  return (
    <div className={classes.form}>
      <p className={classes.hint}>{t('studio.sourcesHint')}</p>
      {document.sources.map((source, index) => (
        <One key={source.id} source={source} index={index} />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => {
            const id = freshName(
              'source',
              document.sources.map((each) => each.id),
            );
            set(
              ['sources'],
              [
                ...document.sources,
                { id, title: noText(), verified: false, question: t('studio.sourceQuestionDefault') },
              ],
            );
          }}
        >
          {t('studio.addSource')}
        </Button>
      </div>
    </div>
  );
}

function One({ source, index }: { source: DraftSource; index: number }) {
  const { t } = useTranslation();
  const text = useText();
  const { document, set } = useEditing();
  const name = text(source.title) || t('studio.source', { number: index + 1 });
  const question = typeof source.question === 'string' ? source.question : (source.question?.ko ?? '');
  return (
    <fieldset className={classes.group}>
      <legend>
        {name}
        <RowTools
          name={name}
          index={index}
          count={document.sources.length}
          onRemove={() => {
            set(
              ['sources'],
              document.sources.filter((each) => each.id !== source.id),
            );
          }}
        />
      </legend>
      <TextPair path={['sources', index, 'title']} label={t('studio.sourceTitle')} value={source.title} />
      <div className={classes.row}>
        <LineField
          path={['sources', index, 'article']}
          label={t('studio.sourceArticle')}
          value={source.article ?? ''}
        />
        <LineField
          path={['sources', index, 'version']}
          label={t('studio.sourceVersion')}
          hint={t('studio.sourceVersionHint')}
          value={source.version ?? ''}
        />
      </div>
      <LineField path={['sources', index, 'url']} label={t('studio.sourceUrl')} type="url" value={source.url ?? ''} />
      <Checkbox
        label={t('studio.sourceVerified')}
        checked={source.verified}
        onChange={(event) => {
          set(['sources', index], { ...source, verified: event.currentTarget.checked });
        }}
      />
      {!source.verified && (
        <LineField path={['sources', index, 'question']} label={t('studio.sourceQuestion')} value={question} />
      )}
    </fieldset>
  );
}
