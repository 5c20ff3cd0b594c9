import type { Text } from '#libs/language';

import { repeated, type DocumentProblem } from './course.problems.js';
import { looseList, looseRecord, looseText } from './loose.js';

/** Films, captions and packages: each that a lesson names is there, each that is there is named, captions are captions. */
export function checkMedia(document: unknown): DocumentProblem[] {
  const course = looseRecord(document);
  const captions = looseList(course['captions']).map(looseRecord);
  const blobs = looseList(course['blobs']).map(looseRecord);
  const there = new Set([...captions, ...blobs].map((file) => looseText(file['path'])));
  const named = new Set<string>();
  const problems: DocumentProblem[] = [
    ...repeated(
      captions.map((file) => looseText(file['path'])),
      (index) => ['captions', index, 'path'],
    ),
    ...repeated(
      blobs.map((file) => looseText(file['path'])),
      (index) => ['blobs', index, 'path'],
    ),
  ];
  looseList(course['lessons']).forEach((entry, index) => {
    const lesson = looseRecord(entry);
    const video = looseRecord(lesson['video']);
    const subtitles = looseRecord(video['captions']);
    const wanted: [string[], unknown][] = [
      [['video', 'file'], video['file']],
      [['video', 'captions', 'ko'], subtitles['ko']],
      [['video', 'captions', 'en'], subtitles['en']],
      [['package', 'file'], looseRecord(lesson['package'])['file']],
    ];
    for (const [path, value] of wanted) {
      const file = looseText(value);
      if (file === '') continue;
      named.add(file);
      if (!there.has(file)) problems.push({ path: ['lessons', index, ...path], message: notThere(file) });
    }
    if (lesson['kind'] === 'package' && lesson['required'] !== false)
      problems.push({ path: ['lessons', index, 'required'], message: notServed() });
  });
  captions.forEach((file, index) => {
    const path = looseText(file['path']);
    if (!named.has(path)) problems.push({ path: ['captions', index, 'path'], message: unused() });
    if (!/^WEBVTT(?:[ \t\n]|$)/.test(looseText(file['vtt'])) || !looseText(file['vtt']).includes('-->'))
      problems.push({ path: ['captions', index, 'vtt'], message: notCaptions() });
  });
  blobs.forEach((file, index) => {
    if (!named.has(looseText(file['path']))) problems.push({ path: ['blobs', index, 'path'], message: unused() });
  });
  return problems;
}

function notThere(file: string): Text {
  return {
    ko: `${file} 파일이 없습니다. 과정 폴더에 넣어 주세요.`,
    en: `There is no file ${file}. Put it into the course's folder.`,
  };
}

function unused(): Text {
  return {
    ko: '이 파일을 쓰는 차시가 없습니다. 차시에 적거나 파일을 지워 주세요.',
    en: 'No lesson uses this file. Name it in a lesson or remove it.',
  };
}

function notCaptions(): Text {
  return {
    ko: '자막 파일(WebVTT)이 아닙니다. WEBVTT로 시작하고 "00:00.000 --> 00:04.000" 같은 시간 줄이 있어야 합니다.',
    en: 'This is not a WebVTT file. It begins with WEBVTT and has lines such as "00:00.000 --> 00:04.000".',
  };
}

function notServed(): Text {
  return {
    ko: '외부 패키지 차시는 아직 제공하지 않아 필수로 둘 수 없습니다. required: false를 적어 주세요.',
    en: 'Packages are not served yet, so one cannot be required. Write required: false.',
  };
}
