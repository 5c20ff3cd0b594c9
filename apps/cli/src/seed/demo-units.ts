import type { Text } from '#libs/language';
import type { UnitKind } from '#libs/people';

/** A unit of the demo city: code, kind, Korean and English name, and what stands below it. */
export type UnitSpec = readonly [code: string, kind: UnitKind, ko: string, en: string, below?: readonly UnitSpec[]];

/**
 * 가온광역시 is fictional; the shape follows the organisation ordinance of a metropolitan city with generic names
 * (domain.md §6).
 */
export const CITY: UnitSpec = [
  'gaon',
  'city',
  '가온광역시',
  'Gaon Metropolitan City',
  [
    [
      'planning',
      'bureau',
      '기획조정실',
      'Planning and Coordination Office',
      [
        ['budget', 'division', '예산담당관', 'Budget Division'],
        ['legal', 'division', '법무담당관', 'Legal Affairs Division'],
      ],
    ],
    [
      'autonomy',
      'bureau',
      '자치행정국',
      'Self-Government Administration Bureau',
      [
        ['general-affairs', 'division', '총무과', 'General Affairs Division'],
        ['civil-service', 'division', '민원봉사과', 'Civil Petitions Division'],
      ],
    ],
    [
      'rights-peace',
      'bureau',
      '민주인권평화국',
      'Democracy, Human Rights and Peace Bureau',
      [
        [
          'hr-policy',
          'division',
          '인권정책과',
          'Human Rights Policy Division',
          [['hr-education', 'team', '인권교육팀', 'Human Rights Education Team']],
        ],
        ['civic-cooperation', 'division', '시민협력과', 'Civic Cooperation Division'],
      ],
    ],
    [
      'welfare-health',
      'bureau',
      '복지건강국',
      'Welfare and Health Bureau',
      [
        ['welfare-policy', 'division', '복지정책과', 'Welfare Policy Division'],
        ['disability-welfare', 'division', '장애인복지과', 'Disability Welfare Division'],
        ['health-policy', 'division', '건강정책과', 'Health Policy Division'],
      ],
    ],
    [
      'women-family',
      'bureau',
      '여성가족국',
      'Women and Family Bureau',
      [
        ['gender-equality', 'division', '성평등정책과', 'Gender Equality Policy Division'],
        ['multicultural', 'division', '외국인주민과', 'Foreign Residents Division'],
      ],
    ],
    [
      'transport',
      'bureau',
      '교통국',
      'Transport Bureau',
      [
        ['bus', 'division', '버스운영과', 'Bus Operations Division'],
        ['accessible-transport', 'team', '교통약자지원팀', 'Accessible Transport Team'],
      ],
    ],
    [
      'climate',
      'bureau',
      '기후환경국',
      'Climate and Environment Bureau',
      [['resources', 'division', '자원순환과', 'Resource Circulation Division']],
    ],
    [
      'fire-hq',
      'office',
      '소방안전본부',
      'Fire and Safety Headquarters',
      [['fire-east', 'fire-station', '동부소방서', 'East Fire Station']],
    ],
    ['hrd-institute', 'office', '인재교육원', 'Human Resources Institute'],
    ['waterworks', 'office', '상수도사업본부', 'Waterworks Headquarters'],
    [
      'solmaru-gu',
      'district',
      '솔마루구',
      'Solmaru District',
      [
        ['solmaru-welfare', 'division', '솔마루구 복지과', 'Solmaru Welfare Division'],
        ['solmaru-dong1', 'office', '솔마루1동 행정복지센터', 'Solmaru 1-dong Community Centre'],
      ],
    ],
    [
      'hanyeoul-gu',
      'district',
      '한여울구',
      'Hanyeoul District',
      [
        ['hanyeoul-civil', 'division', '한여울구 민원과', 'Hanyeoul Civil Petitions Division'],
        ['hanyeoul-dong1', 'office', '여울동 행정복지센터', 'Yeoul-dong Community Centre'],
      ],
    ],
    ['gaon-transit', 'public-corporation', '가온도시철도공사', 'Gaon Urban Railway Corporation'],
    ['gaon-culture', 'public-corporation', '가온문화재단', 'Gaon Cultural Foundation'],
    [
      'care',
      'social-service',
      '사회서비스 기관',
      'Social-service organisations',
      [
        ['saebom-elderly', 'elderly-facility', '새봄노인요양원', 'Saebom Nursing Home'],
        ['areum-daycare', 'elderly-facility', '아름주야간보호센터', 'Areum Day Care Centre'],
        ['onnuri-homecare', 'elderly-facility', '온누리방문요양센터', 'Onnuri Home Care Centre'],
        ['hamkke-home', 'disability-facility', '함께사는집', 'Hamkke Residential Home'],
        ['nalgae-work', 'disability-facility', '날개직업재활센터', 'Nalgae Vocational Centre'],
        ['maeum-centre', 'mental-health-facility', '가온정신건강복지센터', 'Gaon Mental Health Centre'],
        ['swim-shelter', 'homeless-facility', '쉼터 다시봄', 'Dasibom Homeless Shelter'],
        ['kkum-children', 'child-facility', '꿈지역아동센터', 'Kkum Community Child Centre'],
      ],
    ],
  ],
];

export const EDUCATION_OFFICE: UnitSpec = [
  'gaon-edu',
  'education-office',
  '가온광역시교육청',
  'Gaon Metropolitan Office of Education',
  [
    ['edu-democracy', 'division', '민주시민교육과', 'Democratic Citizenship Education Division'],
    [
      'edu-east',
      'office',
      '가온동부교육지원청',
      'Gaon East District Office of Education',
      [
        [
          'byeolbit-el',
          'school',
          '별빛초등학교',
          'Byeolbit Elementary School',
          [['byeolbit-el-g5', 'grade', '5학년', 'Grade 5', [['byeolbit-el-5-2', 'class', '5학년 2반', 'Class 5-2']]]],
        ],
        [
          'garam-mid',
          'school',
          '가람중학교',
          'Garam Middle School',
          [['garam-mid-g2', 'grade', '2학년', 'Grade 2', [['garam-mid-2-3', 'class', '2학년 3반', 'Class 2-3']]]],
        ],
        [
          'hanbit-high',
          'school',
          '한빛고등학교',
          'Hanbit High School',
          [['hanbit-high-g1', 'grade', '1학년', 'Grade 1', [['hanbit-high-1-1', 'class', '1학년 1반', 'Class 1-1']]]],
        ],
      ],
    ],
  ],
];

/** Every unit of both trees with its parent's code, parents first. */
export function flatten(root: UnitSpec, parent: string | null = null): { spec: UnitSpec; parent: string | null }[] {
  return [{ spec: root, parent }, ...(root[4] ?? []).flatMap((child) => flatten(child, root[0]))];
}

/** @throws for a code that is not in the demo city */
export function unitName(code: string): Text {
  const found = [...flatten(CITY), ...flatten(EDUCATION_OFFICE)].find(({ spec }) => spec[0] === code);
  if (!found) throw new Error(`no such unit in the demo city: ${code}`);
  return { ko: found.spec[2], en: found.spec[3] };
}
