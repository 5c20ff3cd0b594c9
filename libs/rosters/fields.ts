/** What a column of a list may hold. */
export const FIELDS = [
  'externalId',
  'name',
  'familyName',
  'givenName',
  'nameLatin',
  'birthDate',
  'email',
  'schoolYear',
  'school',
  'grade',
  'class',
  'number',
  'pupilCode',
  'unitCode',
  'unitName',
  'upperUnit',
  'occupation',
  'position',
  'isHead',
  'isPrimary',
  'joinedOn',
  'leftOn',
  'status',
  'leaveKind',
  'leaveFrom',
  'leaveTo',
  'phone',
  'rrn',
  'ignore',
] as const;
export type Field = (typeof FIELDS)[number];

/**
 * How lists in Korea and elsewhere call their columns; compared after {@link headerKey}, so without spaces, signs and
 * case. The first that fits wins: what is narrower stands before what is wider.
 */
export const HEADER_PATTERNS: readonly (readonly [Field, RegExp])[] = [
  ['rrn', /^(주민등록번호|주민번호|주민등록|외국인등록번호|residentregistrationnumber|rrn|ssn)$/],
  ['schoolYear', /^(학년도|schoolyear|academicyear)$/],
  ['pupilCode', /^(학번|학적번호|반번호|학년반번호|studentcode|classnumber)$/],
  [
    'externalId',
    /^(사번|직원번호|사원번호|행정번호|교번|개인번호|개인식별번호|neis개인번호|나이스개인번호|관리번호|식별번호|인사번호|직번|아이디|id|uid|userid|employeeid|employeeno|employeenumber|staffid|staffno|staffnumber|personid|personalnumber|studentid|externalid|sourcedid)$/,
  ],
  [
    'nameLatin',
    /^(영문성명|영문이름|영문명|성명영문|이름영문|영문|로마자성명|로마자이름|englishname|nameenglish|nameinenglish|latinname|romanizedname)$/,
  ],
  ['familyName', /^(성|성씨|familyname|lastname|surname)$/],
  ['givenName', /^(givenname|firstname|forename)$/],
  [
    'name',
    /^(이름|성명|성함|한글성명|한글이름|성명한글|이름한글|학생명|학생이름|학생성명|직원명|직원이름|직원성명|종사자명|종사자성명|교원성명|교사명|교직원명|대상자|name|fullname|studentname|displayname|employeename|staffname|koreanname|namekorean)$/,
  ],
  ['birthDate', /^(생년월일|생일|출생일|출생년월일|dateofbirth|birthdate|birthday|dob|birth)$/],
  ['email', /^(이메일|이메일주소|전자우편|전자우편주소|메일|메일주소|email|emailaddress|mail|개인이메일|회사이메일)$/],
  [
    'phone',
    /^(전화|전화번호|휴대전화|휴대전화번호|휴대폰|휴대폰번호|핸드폰|핸드폰번호|연락처|비상연락처|학부모연락처|보호자연락처|사무실전화|내선|내선번호|phone|phonenumber|mobile|mobilephone|cell|tel|telephone)$/,
  ],
  ['school', /^(학교|학교명|소속학교|school|schoolname)$/],
  ['grade', /^(학년|grade|gradelevel|year)$/],
  ['class', /^(반|학급|반명|학급명|담임반|class|classname|homeroom|section)$/],
  ['number', /^(번호|출석번호|반내번호|number|rollnumber|roll|attendancenumber|classno|no학생)$/],
  [
    'unitCode',
    /^(부서코드|기관코드|조직코드|소속코드|기관번호|부서번호|시설코드|unitcode|departmentcode|deptcode|orgcode|organizationcode|orgid|departmentid)$/,
  ],
  [
    'upperUnit',
    /^(실국|국|실국명|국명|실국본부|상위부서|상위기관|본부|본부명|bureau|parentunit|division상위|upperunit)$/,
  ],
  [
    'unitName',
    /^(부서|부서명|소속|소속명|소속부서|소속기관|기관|기관명|과|과명|실과|실과명|팀|팀명|시설|시설명|근무처|근무지|근무부서|현부서|현소속|발령부서|전입부서|센터|센터명|unit|unitname|department|departmentname|dept|organization|organisation|organizationname|facility|team|office)$/,
  ],
  ['isHead', /^(부서장|부서장여부|기관장여부|팀장여부|ishead|head|manager)$/],
  ['isPrimary', /^(주근무지|주근무지여부|주소속|주소속여부|겸직|겸직여부|주겸직|primary|isprimary|mainworkplace)$/],
  ['position', /^(직위|직급|직책|직위직급|직급직위|계급|직함|담당직위|position|jobtitle|title|rank|grade직급)$/],
  ['occupation', /^(직종|직군|구분|신분|직렬|종사자구분|교직원구분|occupation|jobtype|role|category|type)$/],
  [
    'joinedOn',
    /^(입사일|입사일자|입사년월일|임용일|임용일자|채용일|채용일자|발령일|발령일자|전입일|전입일자|근무시작일|시작일|시작일자|입학일|편입일|joined|joinedon|joindate|startdate|hiredate|hired|start|from|effectivedate)$/,
  ],
  [
    'leftOn',
    /^(퇴사일|퇴사일자|퇴직일|퇴직일자|전출일|전출일자|퇴소일|근무종료일|종료일|종료일자|면직일|left|lefton|leftdate|enddate|end|terminationdate|lastday|to|until)$/,
  ],
  ['leaveKind', /^(휴직|휴직구분|휴직종류|휴직사유|휴가구분|휴직유형|leave|leavekind|leavetype|leavereason)$/],
  ['leaveFrom', /^(휴직시작|휴직시작일|휴직일|휴직일자|휴직개시일|leavefrom|leavestart|leavestartdate)$/],
  ['leaveTo', /^(휴직종료|휴직종료일|복직일|복직예정일|휴직만료일|leaveto|leaveend|leaveenddate|returndate)$/],
  [
    'status',
    /^(상태|재직상태|재직구분|재직여부|근무상태|학적|학적상태|학적변동|변동구분|status|enrollmentstatus|employmentstatus)$/,
  ],
  [
    'ignore',
    /^(연번|순번|순서|no|비고|특이사항|참고|성별|주소|메모|note|notes|remark|remarks|gender|sex|address|memo|담당업무|업무|담임|학부모|보호자)$/,
  ],
];
