import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { useEditing } from './context';
import { type DraftScenario, freshName, moved, newSituation, noText, type Path } from './document';
import classes from './Editor.module.css';
import { ChoiceField, TextPair } from './fields';
import { RowTools } from './RowTools';
import { SituationEditor } from './SituationEditor';
import { useTargets } from './targets';

/** A branching case as a list: situations with their choices, each leading somewhere, and the ways it can end. */
export function ScenarioEditor({ path, scenario }: { path: Path; scenario: DraftScenario }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const targets = useTargets(scenario);
  const situations = [...path, 'situations'];
  return (
    <>
      <TextPair
        path={[...path, 'role']}
        label={t('studio.role')}
        hint={t('studio.roleHint')}
        value={scenario.role}
        rows={2}
      />
      <People path={path} scenario={scenario} />
      <h2 className={classes.partTitle}>{t('studio.situations')}</h2>
      <div className={classes.row}>
        <ChoiceField
          path={[...path, 'start']}
          label={t('studio.start')}
          value={scenario.start}
          options={targets.filter((each) => each.kind === 'situation')}
        />
      </div>
      {scenario.situations.map((situation, index) => (
        <SituationEditor
          key={situation.id}
          path={[...situations, index]}
          situation={situation}
          index={index}
          count={scenario.situations.length}
          targets={targets.filter((each) => each.value !== situation.id)}
          onMove={(to) => {
            set(situations, moved(scenario.situations, index, to));
          }}
          onRemove={() => {
            set(
              situations,
              scenario.situations.filter((each) => each.id !== situation.id),
            );
          }}
        />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => {
            set(situations, [...scenario.situations, newSituation(scenario.situations.map((each) => each.id))]);
          }}
        >
          {t('studio.addSituation')}
        </Button>
      </div>
      <Endings path={path} scenario={scenario} />
      <TextPair
        path={[...path, 'debrief']}
        label={t('studio.debrief')}
        hint={t('studio.debriefHint')}
        value={scenario.debrief}
        rows={4}
      />
    </>
  );
}

function People({ path, scenario }: { path: Path; scenario: DraftScenario }) {
  const { t } = useTranslation();
  const text = useText();
  const { set } = useEditing();
  const people = [...path, 'people'];
  return (
    <fieldset className={classes.group}>
      <legend>{t('studio.people')}</legend>
      {scenario.people.map((person, index) => {
        const name = text(person.name) || t('studio.person', { number: index + 1 });
        return (
          <div key={person.id} className={classes.entry}>
            <div className={classes.entryBody}>
              <TextPair path={[...people, index, 'name']} label={t('studio.personName')} value={person.name} />
              <TextPair
                path={[...people, index, 'about']}
                label={t('studio.personAbout')}
                value={person.about}
                rows={1}
              />
            </div>
            <RowTools
              name={name}
              index={index}
              count={scenario.people.length}
              onMove={(to) => {
                set(people, moved(scenario.people, index, to));
              }}
              onRemove={() => {
                set(
                  people,
                  scenario.people.filter((each) => each.id !== person.id),
                );
              }}
            />
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => {
            const id = freshName(
              'person',
              scenario.people.map((each) => each.id),
            );
            set(people, [...scenario.people, { id, name: noText(), about: noText() }]);
          }}
        >
          {t('studio.addPerson')}
        </Button>
      </div>
    </fieldset>
  );
}

function Endings({ path, scenario }: { path: Path; scenario: DraftScenario }) {
  const { t } = useTranslation();
  const text = useText();
  const { set } = useEditing();
  const endings = [...path, 'endings'];
  return (
    <fieldset className={classes.group}>
      <legend>{t('studio.endings')}</legend>
      {scenario.endings.map((ending, index) => (
        <div key={ending.id} className={classes.entry}>
          <div className={classes.entryBody}>
            <TextPair
              path={[...endings, index, 'title']}
              label={t('studio.endingTitle', { number: index + 1 })}
              value={ending.title}
            />
            <TextPair
              path={[...endings, index, 'text']}
              label={t('studio.endingText', { number: index + 1 })}
              value={ending.text}
              rows={3}
            />
          </div>
          <RowTools
            name={text(ending.title) || t('studio.ending', { number: index + 1 })}
            index={index}
            count={scenario.endings.length}
            onMove={(to) => {
              set(endings, moved(scenario.endings, index, to));
            }}
            onRemove={() => {
              set(
                endings,
                scenario.endings.filter((each) => each.id !== ending.id),
              );
            }}
          />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => {
            const id = freshName(
              'ending',
              scenario.endings.map((each) => each.id),
            );
            set(endings, [...scenario.endings, { id, title: noText(), text: noText() }]);
          }}
        >
          {t('studio.addEnding')}
        </Button>
      </div>
    </fieldset>
  );
}
