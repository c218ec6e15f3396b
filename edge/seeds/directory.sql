-- The directory: whom people can speak to, and about what.
-- Names of entities are public knowledge, their services are plausible inventions. Of the last two entities, a
-- society of volunteers does not exist, and `sawtak` is this platform's own team. Safe to run again: rows are renamed and moved, never doubled.

INSERT INTO entities (id, name_ar, name_en, kind) VALUES
    ('awqaf', 'مؤسسة الأوقاف وإدارة أموال القُصَّر في دبي', 'Endowments and Minors'' Trust Foundation', 'government'),
    ('cda', 'هيئة تنمية المجتمع', 'Community Development Authority', 'government'),
    ('dc', 'محاكم دبي', 'Dubai Courts', 'government'),
    ('dcaa', 'هيئة دبي للطيران المدني', 'Dubai Civil Aviation Authority', 'government'),
    ('dcas', 'مؤسسة دبي لخدمات الإسعاف', 'Dubai Corporation for Ambulance Services', 'government'),
    ('dccpft', 'مؤسسة دبي لحماية المستهلك والتجارة العادلة', 'Dubai Corporation for Consumer Protection and Fair Trade', 'government'),
    ('dcd', 'الإدارة العامة للدفاع المدني – دبي', 'General Directorate of Civil Defence – Dubai', 'government'),
    ('dda', 'سلطة دبي للتطوير', 'Dubai Development Authority', 'government'),
    ('det', 'دائرة الاقتصاد والسياحة بدبي', 'Dubai Department of Economy and Tourism', 'government'),
    ('dewa', 'هيئة كهرباء ومياه دبي', 'Dubai Electricity and Water Authority', 'government'),
    ('dff', 'مؤسسة دبي للمستقبل', 'Dubai Future Foundation', 'government'),
    ('dfwac', 'مؤسسة دبي لرعاية النساء والأطفال', 'Dubai Foundation for Women and Children', 'government'),
    ('dghr', 'دائرة الموارد البشرية لحكومة دبي', 'Dubai Government Human Resources Department', 'government'),
    ('dha', 'هيئة الصحة بدبي', 'Dubai Health Authority', 'government'),
    ('dhca', 'سلطة مدينة دبي الطبية', 'Dubai Healthcare City Authority', 'government'),
    ('diez', 'سلطة دبي للمناطق الاقتصادية المتكاملة', 'Dubai Integrated Economic Zones Authority', 'government'),
    ('difc', 'سلطة مركز دبي المالي العالمي', 'Dubai International Financial Centre Authority', 'government'),
    ('digitaldubai', 'هيئة دبي الرقمية', 'Digital Dubai Authority', 'government'),
    ('dji', 'معهد دبي القضائي', 'Dubai Judicial Institute', 'government'),
    ('dld', 'دائرة الأراضي والأملاك في دبي', 'Dubai Land Department', 'government'),
    ('dm', 'بلدية دبي', 'Dubai Municipality', 'government'),
    ('dma', 'سلطة دبي البحرية', 'Dubai Maritime Authority', 'government'),
    ('dmcc', 'سلطة مركز دبي للسلع المتعددة', 'Dubai Multi Commodities Centre Authority', 'government'),
    ('dmi', 'مؤسسة دبي للإعلام', 'Dubai Media Incorporated', 'government'),
    ('dof', 'دائرة المالية – حكومة دبي', 'Department of Finance – Government of Dubai', 'government'),
    ('dsc', 'مجلس دبي الرياضي', 'Dubai Sports Council', 'government'),
    ('dsce', 'المجلس الأعلى للطاقة في دبي', 'Dubai Supreme Council of Energy', 'government'),
    ('dubaiairports', 'مطارات دبي', 'Dubai Airports', 'government'),
    ('dubaichambers', 'غرف دبي', 'Dubai Chambers', 'government'),
    ('dubaiculture', 'هيئة الثقافة والفنون في دبي', 'Dubai Culture and Arts Authority', 'government'),
    ('dubaicustoms', 'جمارك دبي', 'Dubai Customs', 'government'),
    ('dubaihealth', 'دبي الصحية', 'Dubai Health', 'government'),
    ('dubaipolice', 'القيادة العامة لشرطة دبي', 'Dubai Police', 'government'),
    ('dwe', 'مؤسسة دبي للمرأة', 'Dubai Women Establishment', 'government'),
    ('dwtca', 'سلطة مركز دبي التجاري العالمي', 'Dubai World Trade Centre Authority', 'government'),
    ('dxbpp', 'النيابة العامة في دبي', 'Dubai Public Prosecution', 'government'),
    ('faa', 'جهاز الرقابة المالية', 'Financial Audit Authority', 'government'),
    ('gdrfa', 'الإدارة العامة للهوية وشؤون الأجانب – دبي', 'General Directorate of Identity and Foreigners Affairs – Dubai', 'government'),
    ('iacad', 'دائرة الشؤون الإسلامية والعمل الخيري بدبي', 'Islamic Affairs and Charitable Activities Department', 'government'),
    ('khda', 'هيئة المعرفة والتنمية البشرية في دبي', 'Knowledge and Human Development Authority', 'government'),
    ('legal', 'دائرة الشؤون القانونية لحكومة دبي', 'Government of Dubai Legal Affairs Department', 'government'),
    ('mbrhe', 'مؤسسة محمد بن راشد للإسكان', 'Mohammed Bin Rashid Housing Establishment', 'government'),
    ('mbrsc', 'مركز محمد بن راشد للفضاء', 'Mohammed Bin Rashid Space Centre', 'government'),
    ('mbrsg', 'كلية محمد بن راشد للإدارة الحكومية', 'Mohammed Bin Rashid School of Government', 'government'),
    ('pcfc', 'مؤسسة الموانئ والجمارك والمنطقة الحرة', 'Ports, Customs and Free Zone Corporation', 'government'),
    ('rta', 'هيئة الطرق والمواصلات', 'Roads and Transport Authority', 'government'),
    ('sawaid', 'جمعية سواعد الحي التطوعية', 'Sawaid Neighbourhood Volunteers'' Society', 'organisation'),
    ('sawtak', 'فريق منصة صوتك', 'Sawtak Platform Team', 'government')
ON CONFLICT (id) DO UPDATE SET
    name_ar = excluded.name_ar,
    name_en = excluded.name_en,
    kind = excluded.kind;

-- awqaf: Endowments and Minors’ Trust Foundation
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('awqaf', 'waqf-registration', NULL, 1, 'تسجيل وقف جديد', 'Registering a new endowment'),
    ('awqaf', 'waqf-sukuk', NULL, 2, 'المساهمة في الأسهم والصكوك الوقفية', 'Contributing to endowment shares'),
    ('awqaf', 'waqf-property-leasing', NULL, 3, 'تأجير العقارات الوقفية', 'Leasing of endowment properties'),
    ('awqaf', 'property-maintenance', NULL, 4, 'صيانة العقارات الوقفية', 'Maintenance of endowment properties'),
    ('awqaf', 'minor-file', NULL, 5, 'فتح ملف قاصر', 'Opening a minor''s file'),
    ('awqaf', 'minor-expenses', NULL, 6, 'صرف نفقات القاصر', 'Payment of a minor''s expenses'),
    ('awqaf', 'minor-investment', NULL, 7, 'استثمار أموال القاصرين', 'Investment of minors'' funds')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- cda: Community Development Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('cda', 'social-benefits', NULL, 1, 'المنافع الاجتماعية', 'Social benefits'),
    ('cda', 'determination-card', NULL, 2, 'بطاقة أصحاب الهمم', 'People of determination card'),
    ('cda', 'senior-citizens', NULL, 3, 'خدمات كبار المواطنين', 'Senior citizens'' services'),
    ('cda', 'family-counselling', NULL, 4, 'الاستشارات الأسرية', 'Family counselling'),
    ('cda', 'social-facility-licence', NULL, 5, 'ترخيص المنشآت الاجتماعية', 'Licensing of social facilities'),
    ('cda', 'volunteering', NULL, 6, 'التطوع المجتمعي', 'Community volunteering'),
    ('cda', 'child-protection', NULL, 7, 'حماية الطفل', 'Child protection')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dc: Dubai Courts
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dc', 'case-registration', NULL, 1, 'قيد الدعاوى', 'Case registration'),
    ('dc', 'case-enquiry', NULL, 2, 'الاستعلام عن القضايا', 'Case enquiry'),
    ('dc', 'remote-hearing', NULL, 3, 'جلسات التقاضي عن بُعد', 'Remote hearings'),
    ('dc', 'execution', NULL, 4, 'تنفيذ الأحكام', 'Execution of judgments'),
    ('dc', 'notary', NULL, 5, 'خدمات الكاتب العدل', 'Notary public'),
    ('dc', 'marriage-contracts', NULL, 6, 'توثيق عقود الزواج', 'Marriage contracts'),
    ('dc', 'inheritance', NULL, 7, 'حصر الورثة والتركات', 'Heirs and estates'),
    ('dc', 'amicable-settlement', NULL, 8, 'التسوية الودية للمنازعات', 'Amicable settlement of disputes')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dcaa: Dubai Civil Aviation Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dcaa', 'drone-permit', NULL, 1, 'تصاريح الطائرات من دون طيار', 'Drone permits'),
    ('dcaa', 'aerial-photography', NULL, 2, 'تصاريح التصوير الجوي', 'Aerial photography permits'),
    ('dcaa', 'building-height', NULL, 3, 'شهادات عدم ممانعة لارتفاع المباني', 'Building height no-objection certificates'),
    ('dcaa', 'flight-permit', NULL, 4, 'تصاريح الرحلات الجوية غير المنتظمة', 'Non-scheduled flight permits'),
    ('dcaa', 'aviation-activity', NULL, 5, 'ترخيص أنشطة الطيران المدني', 'Licensing of civil aviation activities'),
    ('dcaa', 'cargo-permit', NULL, 6, 'تصاريح شحن المواد الخطرة جواً', 'Permits for dangerous goods by air')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dcas: Dubai Corporation for Ambulance Services
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dcas', 'emergency-response', NULL, 1, 'الاستجابة للحالات الطارئة', 'Emergency response'),
    ('dcas', 'patient-transfer', NULL, 2, 'نقل المرضى بين المنشآت الصحية', 'Patient transfer between facilities'),
    ('dcas', 'event-coverage', NULL, 3, 'التغطية الإسعافية للفعاليات', 'Ambulance cover for events'),
    ('dcas', 'first-aid-training', NULL, 4, 'التدريب على الإسعافات الأولية', 'First aid training'),
    ('dcas', 'ambulance-report', NULL, 5, 'إصدار تقرير إسعاف', 'Ambulance report'),
    ('dcas', 'vehicle-licence', NULL, 6, 'ترخيص مركبات الإسعاف الخاصة', 'Licensing of private ambulances')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dccpft: Dubai Corporation for Consumer Protection and Fair Trade
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dccpft', 'consumer-complaint', NULL, 1, 'شكاوى المستهلكين', 'Consumer complaints'),
    ('dccpft', 'price-monitoring', NULL, 2, 'متابعة الأسعار', 'Price monitoring'),
    ('dccpft', 'refunds-warranty', NULL, 3, 'الاستبدال والاسترجاع والضمان', 'Refunds, replacement and warranty'),
    ('dccpft', 'commercial-fraud', NULL, 4, 'الإبلاغ عن الغش التجاري', 'Reporting commercial fraud'),
    ('dccpft', 'product-recall', NULL, 5, 'استدعاء المنتجات', 'Product recalls'),
    ('dccpft', 'fair-competition', NULL, 6, 'المنافسة والتجارة العادلة', 'Competition and fair trade')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dcd: General Directorate of Civil Defence – Dubai
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dcd', 'building-plans', NULL, 1, 'اعتماد مخططات المباني', 'Approval of building plans'),
    ('dcd', 'safety-certificate', NULL, 2, 'شهادة استيفاء شروط السلامة', 'Fire safety certificate'),
    ('dcd', 'inspection', NULL, 3, 'التفتيش والزيارات الميدانية', 'Inspection visits'),
    ('dcd', 'company-accreditation', NULL, 4, 'اعتماد شركات أنظمة الوقاية', 'Accreditation of fire protection companies'),
    ('dcd', 'fire-report', NULL, 5, 'تقرير حادث حريق', 'Fire incident report'),
    ('dcd', 'evacuation-drill', NULL, 6, 'تمارين الإخلاء', 'Evacuation drills'),
    ('dcd', 'awareness', NULL, 7, 'التوعية بالسلامة العامة', 'Safety awareness')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dda: Dubai Development Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dda', 'business-registration', NULL, 1, 'تأسيس الشركات في المناطق الحرة', 'Company formation in the free zones'),
    ('dda', 'licence-renewal', NULL, 2, 'تجديد الرخص', 'Licence renewal'),
    ('dda', 'building-permit', NULL, 3, 'رخص البناء', 'Building permits'),
    ('dda', 'completion-certificate', NULL, 4, 'شهادات الإنجاز', 'Completion certificates'),
    ('dda', 'event-film-permit', NULL, 5, 'تصاريح الفعاليات والتصوير', 'Event and filming permits'),
    ('dda', 'freelance-permit', NULL, 6, 'تصاريح العمل الحر', 'Freelance permits'),
    ('dda', 'employee-visa', NULL, 7, 'تأشيرات الموظفين', 'Employee visas')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- det: Dubai Department of Economy and Tourism
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('det', 'trade-licence', NULL, 1, 'إصدار الرخص التجارية', 'Trade licence issue'),
    ('det', 'licence-renewal', NULL, 2, 'تجديد الرخص التجارية', 'Trade licence renewal'),
    ('det', 'trade-name', NULL, 3, 'حجز الاسم التجاري', 'Trade name reservation'),
    ('det', 'hotel-classification', NULL, 4, 'تصنيف المنشآت الفندقية', 'Hotel classification'),
    ('det', 'holiday-homes', NULL, 5, 'تصاريح بيوت العطلات', 'Holiday home permits'),
    ('det', 'event-permit', NULL, 6, 'تصاريح الفعاليات', 'Event permits'),
    ('det', 'tour-guide', NULL, 7, 'ترخيص المرشدين السياحيين', 'Tour guide licensing'),
    ('det', 'visitor-enquiries', NULL, 8, 'استفسارات الزوار', 'Visitor enquiries')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dewa: Dubai Electricity and Water Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dewa', 'bill-payment', NULL, 1, 'سداد الفواتير', 'Bill payment'),
    ('dewa', 'move-in', NULL, 2, 'تفعيل الكهرباء والمياه', 'Electricity and water activation'),
    ('dewa', 'move-out', NULL, 3, 'طلب الحساب الختامي', 'Final bill request'),
    ('dewa', 'supply-interruption', NULL, 4, 'انقطاع الكهرباء أو المياه', 'Electricity or water interruption'),
    ('dewa', 'high-consumption', NULL, 5, 'الاستهلاك المرتفع', 'High consumption'),
    ('dewa', 'solar-panels', NULL, 6, 'ربط الألواح الشمسية', 'Solar panel connection'),
    ('dewa', 'ev-charging', NULL, 7, 'شحن المركبات الكهربائية', 'Electric vehicle charging'),
    ('dewa', 'building-connection', NULL, 8, 'توصيل المباني الجديدة', 'New building connections')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dff: Dubai Future Foundation
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dff', 'accelerators', NULL, 1, 'مسرّعات المستقبل', 'Future accelerators'),
    ('dff', 'coworking', NULL, 2, 'مساحات العمل المشتركة', 'Co-working spaces'),
    ('dff', 'museum-visit', NULL, 3, 'زيارة المتحف', 'Museum visits'),
    ('dff', 'training', NULL, 4, 'برامج استشراف المستقبل', 'Foresight training programmes'),
    ('dff', 'research-grants', NULL, 5, 'منح البحث والتطوير', 'Research and development grants'),
    ('dff', 'venue-booking', NULL, 6, 'حجز القاعات والفعاليات', 'Venue and event booking')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dfwac: Dubai Foundation for Women and Children
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dfwac', 'helpline', NULL, 1, 'خط المساعدة', 'Helpline'),
    ('dfwac', 'shelter', NULL, 2, 'الإيواء', 'Shelter'),
    ('dfwac', 'case-management', NULL, 3, 'إدارة الحالات', 'Case management'),
    ('dfwac', 'psychological-support', NULL, 4, 'الدعم النفسي', 'Psychological support'),
    ('dfwac', 'legal-guidance', NULL, 5, 'الإرشاد القانوني', 'Legal guidance'),
    ('dfwac', 'awareness-workshops', NULL, 6, 'ورش التوعية', 'Awareness workshops')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dghr: Dubai Government Human Resources Department
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dghr', 'government-jobs', NULL, 1, 'الوظائف الحكومية', 'Government jobs'),
    ('dghr', 'employee-grievance', NULL, 2, 'تظلمات الموظفين', 'Employee grievances'),
    ('dghr', 'legal-consultation', NULL, 3, 'الاستشارات في قانون الموارد البشرية', 'Human resources law consultations'),
    ('dghr', 'training-programmes', NULL, 4, 'البرامج التدريبية', 'Training programmes'),
    ('dghr', 'payroll-system', NULL, 5, 'نظام إدارة الموارد البشرية', 'Human resources management system'),
    ('dghr', 'employee-discounts', NULL, 6, 'عروض وخصومات الموظفين', 'Employee offers and discounts')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dha: Dubai Health Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dha', 'professional-licence', NULL, 1, 'ترخيص المهنيين الصحيين', 'Health professional licensing'),
    ('dha', 'facility-licence', NULL, 2, 'ترخيص المنشآت الصحية', 'Health facility licensing'),
    ('dha', 'health-insurance', NULL, 3, 'الضمان الصحي', 'Health insurance'),
    ('dha', 'medical-complaint', NULL, 4, 'الشكاوى الطبية', 'Medical complaints'),
    ('dha', 'sick-leave', NULL, 5, 'اعتماد الإجازات المرضية', 'Sick leave attestation'),
    ('dha', 'medical-file', NULL, 6, 'الملف الطبي الموحد', 'Unified medical record'),
    ('dha', 'treatment-abroad', NULL, 7, 'العلاج في الخارج', 'Treatment abroad'),
    ('dha', 'health-advertising', NULL, 8, 'موافقات الإعلانات الصحية', 'Health advertising approvals')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dhca: Dubai Healthcare City Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dhca', 'company-registration', NULL, 1, 'تسجيل الشركات', 'Company registration'),
    ('dhca', 'clinical-licence', NULL, 2, 'ترخيص المنشآت الطبية', 'Clinical facility licensing'),
    ('dhca', 'professional-licence', NULL, 3, 'ترخيص الممارسين الصحيين', 'Healthcare practitioner licensing'),
    ('dhca', 'patient-complaint', NULL, 4, 'شكاوى المرضى', 'Patient complaints'),
    ('dhca', 'leasing', NULL, 5, 'تأجير المكاتب والعيادات', 'Office and clinic leasing'),
    ('dhca', 'visa-services', NULL, 6, 'خدمات التأشيرات', 'Visa services')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- diez: Dubai Integrated Economic Zones Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('diez', 'business-licence', NULL, 1, 'إصدار رخص الأعمال', 'Business licence issue'),
    ('diez', 'licence-renewal', NULL, 2, 'تجديد الرخص', 'Licence renewal'),
    ('diez', 'facility-leasing', NULL, 3, 'تأجير المكاتب والمستودعات', 'Office and warehouse leasing'),
    ('diez', 'employee-visa', NULL, 4, 'تأشيرات الموظفين', 'Employee visas'),
    ('diez', 'access-permit', NULL, 5, 'تصاريح الدخول', 'Access permits'),
    ('diez', 'engineering-approval', NULL, 6, 'الموافقات الهندسية', 'Engineering approvals'),
    ('diez', 'startup-support', NULL, 7, 'دعم الشركات الناشئة', 'Start-up support')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- difc: Dubai International Financial Centre Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('difc', 'company-incorporation', NULL, 1, 'تأسيس الشركات', 'Company incorporation'),
    ('difc', 'company-changes', NULL, 2, 'تعديل بيانات الشركات', 'Changes to company details'),
    ('difc', 'data-protection', NULL, 3, 'حماية البيانات', 'Data protection'),
    ('difc', 'wills-registration', NULL, 4, 'تسجيل الوصايا', 'Wills registration'),
    ('difc', 'leasing', NULL, 5, 'تأجير المكاتب والمحال', 'Office and retail leasing'),
    ('difc', 'employee-services', NULL, 6, 'خدمات الموظفين والتأشيرات', 'Employee and visa services'),
    ('difc', 'innovation-licence', NULL, 7, 'رخصة الابتكار', 'Innovation licence')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- digitaldubai: Digital Dubai Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('digitaldubai', 'digital-identity', NULL, 1, 'الهوية الرقمية', 'Digital identity'),
    ('digitaldubai', 'city-app', NULL, 2, 'تطبيق خدمات المدينة', 'City services application'),
    ('digitaldubai', 'digital-payment', NULL, 3, 'الدفع الرقمي للخدمات الحكومية', 'Digital payment for government services'),
    ('digitaldubai', 'open-data', NULL, 4, 'البيانات المفتوحة', 'Open data'),
    ('digitaldubai', 'cyber-incident', NULL, 5, 'الإبلاغ عن الحوادث السيبرانية', 'Reporting cyber incidents'),
    ('digitaldubai', 'accessibility', NULL, 6, 'سهولة الوصول الرقمي', 'Digital accessibility'),
    ('digitaldubai', 'statistics', NULL, 7, 'الإحصاءات والبيانات الرسمية', 'Official statistics and data')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dji: Dubai Judicial Institute
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dji', 'judicial-training', NULL, 1, 'التدريب القضائي', 'Judicial training'),
    ('dji', 'legal-diploma', NULL, 2, 'برامج الدبلوم القانوني', 'Legal diploma programmes'),
    ('dji', 'expert-courses', NULL, 3, 'تأهيل الخبراء والمحكّمين', 'Qualification of experts and arbitrators'),
    ('dji', 'library', NULL, 4, 'المكتبة القانونية', 'Law library'),
    ('dji', 'publications', NULL, 5, 'الإصدارات والمجلات القانونية', 'Legal publications and journals'),
    ('dji', 'certificate-request', NULL, 6, 'طلب شهادة دراسية', 'Certificate request')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dld: Dubai Land Department
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dld', 'property-registration', NULL, 1, 'تسجيل بيع العقارات', 'Property sale registration'),
    ('dld', 'title-deed', NULL, 2, 'إصدار سند الملكية', 'Title deed issue'),
    ('dld', 'tenancy-contract', NULL, 3, 'توثيق عقود الإيجار', 'Tenancy contract registration'),
    ('dld', 'rental-dispute', NULL, 4, 'المنازعات الإيجارية', 'Rental disputes'),
    ('dld', 'service-charges', NULL, 5, 'رسوم خدمات الملكية المشتركة', 'Jointly owned property service charges'),
    ('dld', 'broker-licence', NULL, 6, 'ترخيص الوسطاء العقاريين', 'Real estate broker licensing'),
    ('dld', 'valuation', NULL, 7, 'التقييم العقاري', 'Property valuation'),
    ('dld', 'project-status', NULL, 8, 'متابعة المشاريع العقارية', 'Real estate project follow-up')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dm: Dubai Municipality
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dm', 'waste-collection', NULL, 1, 'جمع النفايات', 'Waste collection'),
    ('dm', 'public-parks', NULL, 2, 'الحدائق والشواطئ العامة', 'Public parks and beaches'),
    ('dm', 'food-safety', NULL, 3, 'سلامة الغذاء', 'Food safety'),
    ('dm', 'building-permits', NULL, 4, 'رخص البناء', 'Building permits'),
    ('dm', 'pest-control', NULL, 5, 'مكافحة آفات الصحة العامة', 'Public health pest control'),
    ('dm', 'drainage', NULL, 6, 'الصرف الصحي وتصريف مياه الأمطار', 'Sewerage and stormwater drainage'),
    ('dm', 'public-markets', NULL, 7, 'الأسواق العامة', 'Public markets'),
    ('dm', 'pet-registration', NULL, 8, 'تسجيل الحيوانات الأليفة', 'Pet registration')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dma: Dubai Maritime Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dma', 'vessel-registration', NULL, 1, 'تسجيل الوسائل البحرية', 'Vessel registration'),
    ('dma', 'crew-permit', NULL, 2, 'تصاريح قيادة الوسائل البحرية', 'Vessel operator permits'),
    ('dma', 'jet-ski', NULL, 3, 'ترخيص الدراجات المائية', 'Jet ski licensing'),
    ('dma', 'maritime-company', NULL, 4, 'ترخيص الأنشطة البحرية', 'Licensing of maritime activities'),
    ('dma', 'marine-event', NULL, 5, 'تصاريح الفعاليات البحرية', 'Marine event permits'),
    ('dma', 'navigation-noc', NULL, 6, 'شهادات عدم ممانعة للأعمال البحرية', 'No-objection certificates for marine works'),
    ('dma', 'incident-report', NULL, 7, 'الإبلاغ عن الحوادث البحرية', 'Reporting marine incidents')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dmcc: Dubai Multi Commodities Centre Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dmcc', 'company-setup', NULL, 1, 'تأسيس الشركات', 'Company set-up'),
    ('dmcc', 'licence-renewal', NULL, 2, 'تجديد الرخص', 'Licence renewal'),
    ('dmcc', 'office-leasing', NULL, 3, 'تأجير المكاتب والمساحات المرنة', 'Offices and flexible space'),
    ('dmcc', 'employee-visa', NULL, 4, 'تأشيرات الموظفين', 'Employee visas'),
    ('dmcc', 'commodity-trading', NULL, 5, 'منصة تداول السلع', 'Commodity trading platform'),
    ('dmcc', 'community-management', NULL, 6, 'خدمات المجتمع السكني', 'Residential community services')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dmi: Dubai Media Incorporated
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dmi', 'television-content', NULL, 1, 'محتوى القنوات التلفزيونية', 'Television content'),
    ('dmi', 'radio-content', NULL, 2, 'محتوى الإذاعات', 'Radio content'),
    ('dmi', 'newspapers', NULL, 3, 'الصحف والمنصات الرقمية', 'Newspapers and digital platforms'),
    ('dmi', 'advertising', NULL, 4, 'الإعلان عبر قنوات المؤسسة', 'Advertising on our channels'),
    ('dmi', 'press-coverage', NULL, 5, 'طلب تغطية إعلامية', 'Media coverage request'),
    ('dmi', 'archive', NULL, 6, 'طلب مواد أرشيفية', 'Archive material request')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dof: Department of Finance – Government of Dubai
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dof', 'supplier-payments', NULL, 1, 'مدفوعات الموردين', 'Supplier payments'),
    ('dof', 'government-fees', NULL, 2, 'رسوم الخدمات الحكومية', 'Government service fees'),
    ('dof', 'fee-refund', NULL, 3, 'استرداد الرسوم', 'Fee refunds'),
    ('dof', 'budget-enquiries', NULL, 4, 'استفسارات الموازنة العامة', 'General budget enquiries'),
    ('dof', 'bank-guarantees', NULL, 5, 'الضمانات المصرفية', 'Bank guarantees'),
    ('dof', 'tenders', NULL, 6, 'المشتريات والمناقصات الحكومية', 'Government procurement and tenders')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dsc: Dubai Sports Council
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dsc', 'club-licence', NULL, 1, 'ترخيص الأندية والأكاديميات الرياضية', 'Licensing of sports clubs and academies'),
    ('dsc', 'event-permit', NULL, 2, 'تصاريح الفعاليات الرياضية', 'Sports event permits'),
    ('dsc', 'athlete-registration', NULL, 3, 'تسجيل اللاعبين والمدربين', 'Athlete and coach registration'),
    ('dsc', 'community-sport', NULL, 4, 'الرياضة المجتمعية', 'Community sport'),
    ('dsc', 'women-sport', NULL, 5, 'رياضة المرأة', 'Women''s sport'),
    ('dsc', 'sport-determination', NULL, 6, 'رياضة أصحاب الهمم', 'Sport for people of determination')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dsce: Dubai Supreme Council of Energy
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dsce', 'energy-efficiency', NULL, 1, 'ترشيد استهلاك الطاقة', 'Energy efficiency'),
    ('dsce', 'demand-programmes', NULL, 2, 'برامج إدارة الطلب على الطاقة', 'Demand-side management programmes'),
    ('dsce', 'fuel-permits', NULL, 3, 'تصاريح تداول المنتجات البترولية', 'Petroleum product trading permits'),
    ('dsce', 'gas-permits', NULL, 4, 'تصاريح غاز البترول المسال', 'Liquefied petroleum gas permits'),
    ('dsce', 'green-buildings', NULL, 5, 'تأهيل المباني القائمة', 'Retrofit of existing buildings'),
    ('dsce', 'energy-award', NULL, 6, 'جائزة الطاقة', 'Energy award')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaiairports: Dubai Airports
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaiairports', 'passenger-services', NULL, 1, 'خدمات المسافرين', 'Passenger services'),
    ('dubaiairports', 'lost-property', NULL, 2, 'المفقودات', 'Lost property'),
    ('dubaiairports', 'baggage', NULL, 3, 'الأمتعة', 'Baggage'),
    ('dubaiairports', 'special-assistance', NULL, 4, 'مساعدة أصحاب الهمم', 'Assistance for people of determination'),
    ('dubaiairports', 'airport-parking', NULL, 5, 'مواقف المطار', 'Airport parking'),
    ('dubaiairports', 'security-queues', NULL, 6, 'أوقات الانتظار والتفتيش', 'Waiting times and security checks'),
    ('dubaiairports', 'shops-restaurants', NULL, 7, 'المتاجر والمطاعم', 'Shops and restaurants'),
    ('dubaiairports', 'airport-noise', NULL, 8, 'الضوضاء الجوية', 'Aircraft noise')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaichambers: Dubai Chambers
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaichambers', 'membership', NULL, 1, 'العضوية', 'Membership'),
    ('dubaichambers', 'certificate-origin', NULL, 2, 'شهادات المنشأ', 'Certificates of origin'),
    ('dubaichambers', 'attestation', NULL, 3, 'تصديق المستندات', 'Document attestation'),
    ('dubaichambers', 'ata-carnet', NULL, 4, 'دفاتر الإدخال المؤقت للبضائع', 'Temporary admission carnets'),
    ('dubaichambers', 'mediation', NULL, 5, 'الوساطة التجارية', 'Commercial mediation'),
    ('dubaichambers', 'business-groups', NULL, 6, 'مجموعات ومجالس الأعمال', 'Business groups and councils'),
    ('dubaichambers', 'trade-missions', NULL, 7, 'البعثات التجارية', 'Trade missions')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaiculture: Dubai Culture and Arts Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaiculture', 'museums', NULL, 1, 'المتاحف', 'Museums'),
    ('dubaiculture', 'public-libraries', NULL, 2, 'المكتبات العامة', 'Public libraries'),
    ('dubaiculture', 'heritage-sites', NULL, 3, 'المواقع التراثية', 'Heritage sites'),
    ('dubaiculture', 'cultural-licence', NULL, 4, 'ترخيص الأنشطة الثقافية', 'Licensing of cultural activities'),
    ('dubaiculture', 'public-art', NULL, 5, 'الفن في الأماكن العامة', 'Public art'),
    ('dubaiculture', 'artist-grants', NULL, 6, 'منح المبدعين', 'Grants for creatives'),
    ('dubaiculture', 'cultural-visa', NULL, 7, 'الإقامة الثقافية', 'Cultural residence')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaicustoms: Dubai Customs
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaicustoms', 'import-declaration', NULL, 1, 'بيان الاستيراد', 'Import declaration'),
    ('dubaicustoms', 'export-declaration', NULL, 2, 'بيان التصدير', 'Export declaration'),
    ('dubaicustoms', 'business-registration', NULL, 3, 'تسجيل المتعاملين التجاريين', 'Registration of traders'),
    ('dubaicustoms', 'duty-refund', NULL, 4, 'استرداد الرسوم الجمركية', 'Customs duty refunds'),
    ('dubaicustoms', 'inspection', NULL, 5, 'المعاينة والتفتيش الجمركي', 'Customs inspection'),
    ('dubaicustoms', 'personal-shipments', NULL, 6, 'الشحنات الشخصية', 'Personal shipments'),
    ('dubaicustoms', 'vehicle-clearance', NULL, 7, 'تخليص المركبات', 'Vehicle clearance'),
    ('dubaicustoms', 'intellectual-property', NULL, 8, 'حماية حقوق الملكية الفكرية', 'Intellectual property protection')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaihealth: Dubai Health
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaihealth', 'appointments', NULL, 1, 'حجز المواعيد', 'Appointments'),
    ('dubaihealth', 'emergency-care', NULL, 2, 'الرعاية الطارئة', 'Emergency care'),
    ('dubaihealth', 'outpatient-clinics', NULL, 3, 'العيادات الخارجية', 'Outpatient clinics'),
    ('dubaihealth', 'inpatient-care', NULL, 4, 'الرعاية الداخلية', 'Inpatient care'),
    ('dubaihealth', 'pharmacy', NULL, 5, 'الصيدلية وتوصيل الأدوية', 'Pharmacy and medicine delivery'),
    ('dubaihealth', 'medical-reports', NULL, 6, 'التقارير الطبية', 'Medical reports'),
    ('dubaihealth', 'fitness-examination', NULL, 7, 'فحص اللياقة الطبية', 'Medical fitness examination'),
    ('dubaihealth', 'blood-donation', NULL, 8, 'التبرع بالدم', 'Blood donation')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dubaipolice: Dubai Police
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dubaipolice', 'traffic-fines', NULL, 1, 'المخالفات المرورية', 'Traffic fines'),
    ('dubaipolice', 'accident-report', NULL, 2, 'تقارير الحوادث المرورية', 'Traffic accident reports'),
    ('dubaipolice', 'criminal-report', NULL, 3, 'البلاغات الجنائية', 'Criminal reports'),
    ('dubaipolice', 'good-conduct', NULL, 4, 'شهادة بحث الحالة الجنائية', 'Criminal status certificate'),
    ('dubaipolice', 'lost-found', NULL, 5, 'المفقودات والمعثورات', 'Lost and found'),
    ('dubaipolice', 'home-security', NULL, 6, 'أمن المساكن أثناء السفر', 'Home security while travelling'),
    ('dubaipolice', 'ecrime', NULL, 7, 'الإبلاغ عن الجرائم الإلكترونية', 'Reporting electronic crime'),
    ('dubaipolice', 'police-stations', NULL, 8, 'مراكز الشرطة', 'Police stations')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dwe: Dubai Women Establishment
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dwe', 'leadership-programmes', NULL, 1, 'برامج القيادات النسائية', 'Women''s leadership programmes'),
    ('dwe', 'nursery', NULL, 2, 'حضانات الجهات الحكومية', 'Nurseries at government entities'),
    ('dwe', 'womens-club', NULL, 3, 'نادي السيدات', 'Women''s club'),
    ('dwe', 'research', NULL, 4, 'دراسات المرأة', 'Women''s studies'),
    ('dwe', 'networking-events', NULL, 5, 'الملتقيات والفعاليات', 'Forums and events')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dwtca: Dubai World Trade Centre Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dwtca', 'free-zone-licence', NULL, 1, 'ترخيص شركات المنطقة الحرة', 'Free zone company licensing'),
    ('dwtca', 'event-space', NULL, 2, 'حجز قاعات المعارض والمؤتمرات', 'Exhibition and conference halls'),
    ('dwtca', 'event-permit', NULL, 3, 'تصاريح الفعاليات', 'Event permits'),
    ('dwtca', 'visitor-parking', NULL, 4, 'مواقف الزوار', 'Visitor parking'),
    ('dwtca', 'exhibition-visitors', NULL, 5, 'خدمات زوار المعارض', 'Exhibition visitor services'),
    ('dwtca', 'office-leasing', NULL, 6, 'تأجير المكاتب', 'Office leasing'),
    ('dwtca', 'virtual-assets', NULL, 7, 'تراخيص الأصول الافتراضية', 'Virtual asset licences')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- dxbpp: Dubai Public Prosecution
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('dxbpp', 'criminal-complaint', NULL, 1, 'تقديم بلاغ جزائي', 'Filing a criminal complaint'),
    ('dxbpp', 'case-status', NULL, 2, 'الاستعلام عن القضايا الجزائية', 'Criminal case enquiry'),
    ('dxbpp', 'fine-payment', NULL, 3, 'سداد الغرامات الجزائية', 'Payment of criminal fines'),
    ('dxbpp', 'travel-ban', NULL, 4, 'الاستعلام عن منع السفر', 'Travel ban enquiry'),
    ('dxbpp', 'grievance', NULL, 5, 'التظلم من قرارات النيابة', 'Grievance against a prosecution decision'),
    ('dxbpp', 'prisoner-visit', NULL, 6, 'تصاريح زيارة النزلاء', 'Inmate visit permits'),
    ('dxbpp', 'case-documents', NULL, 7, 'طلب صورة من ملف القضية', 'Copies of case documents')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- faa: Financial Audit Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('faa', 'violation-report', NULL, 1, 'الإبلاغ عن المخالفات المالية', 'Reporting financial violations'),
    ('faa', 'whistleblower', NULL, 2, 'حماية المبلّغين', 'Whistle-blower protection'),
    ('faa', 'audit-enquiries', NULL, 3, 'استفسارات الجهات الخاضعة للرقابة', 'Enquiries from audited entities'),
    ('faa', 'training', NULL, 4, 'برامج التدريب الرقابي', 'Audit training programmes'),
    ('faa', 'grievance', NULL, 5, 'التظلم من قرارات المخالفات', 'Grievance against violation decisions')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- gdrfa: General Directorate of Identity and Foreigners Affairs – Dubai
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('gdrfa', 'entry-permit', NULL, 1, 'أذونات الدخول', 'Entry permits'),
    ('gdrfa', 'residence-issue', NULL, 2, 'إصدار الإقامة', 'Residence permit issue'),
    ('gdrfa', 'residence-renewal', NULL, 3, 'تجديد الإقامة', 'Residence permit renewal'),
    ('gdrfa', 'golden-residence', NULL, 4, 'الإقامة الذهبية', 'Golden residence'),
    ('gdrfa', 'status-change', NULL, 5, 'تعديل الوضع', 'Change of status'),
    ('gdrfa', 'overstay-fines', NULL, 6, 'غرامات التأخير', 'Overstay fines'),
    ('gdrfa', 'passports', NULL, 7, 'جوازات سفر المواطنين', 'Passports for citizens'),
    ('gdrfa', 'smart-gates', NULL, 8, 'البوابات الذكية', 'Smart gates')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- iacad: Islamic Affairs and Charitable Activities Department, its main services first
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('iacad', 'mosques', NULL, 1, 'خدمات المساجد', 'Mosque services'),
    ('iacad', 'fatwa', NULL, 2, 'الإفتاء والإرشاد الديني', 'Fatwa and religious guidance'),
    ('iacad', 'quran', NULL, 3, 'القرآن الكريم والتعليم الشرعي', 'Holy Quran and Islamic education'),
    ('iacad', 'charities', NULL, 4, 'الجمعيات والمؤسسات الخيرية', 'Charitable societies and foundations'),
    ('iacad', 'donations', NULL, 5, 'التبرعات وجمع الأموال', 'Donations and fundraising'),
    ('iacad', 'zakat', NULL, 6, 'الزكاة والمساعدات', 'Zakat and assistance'),
    ('iacad', 'hajj-umrah', NULL, 7, 'الحج والعمرة وشؤون المسلمين الجدد', 'Hajj, Umrah and new Muslims'),
    ('iacad', 'mosque-construction', 'mosques', 1, 'طلب بناء مسجد', 'Mosque construction request'),
    ('iacad', 'mosque-maintenance', 'mosques', 2, 'صيانة المساجد', 'Mosque maintenance'),
    ('iacad', 'mosque-cleaning', 'mosques', 3, 'نظافة المساجد ومرافق الوضوء', 'Cleanliness of mosques and ablution areas'),
    ('iacad', 'mosque-furnishing', 'mosques', 4, 'التبرع بفرش المساجد وتجهيزها', 'Donating mosque furnishings and equipment'),
    ('iacad', 'prayer-room-permit', 'mosques', 5, 'اعتماد المصليات في المنشآت', 'Approval of prayer rooms in establishments'),
    ('iacad', 'friday-sermon', 'mosques', 6, 'خطبة الجمعة وترجمتها', 'Friday sermon and its translation'),
    ('iacad', 'prayer-times', 'mosques', 7, 'مواقيت الصلاة والأذان', 'Prayer times and call to prayer'),
    ('iacad', 'mosque-accessibility', 'mosques', 8, 'تهيئة المساجد لأصحاب الهمم', 'Mosque access for people of determination'),
    ('iacad', 'fatwa-phone', 'fatwa', 1, 'الفتوى الهاتفية', 'Fatwa by telephone'),
    ('iacad', 'fatwa-written', 'fatwa', 2, 'الفتوى المكتوبة', 'Written fatwa'),
    ('iacad', 'fatwa-message', 'fatwa', 3, 'الفتوى عبر الرسائل', 'Fatwa by message'),
    ('iacad', 'fatwa-finance', 'fatwa', 4, 'الاستفسار عن المعاملات المالية', 'Enquiries on financial dealings'),
    ('iacad', 'family-guidance', 'fatwa', 5, 'الإرشاد الأسري', 'Family guidance'),
    ('iacad', 'lecture-request', 'fatwa', 6, 'طلب محاضرة دينية', 'Religious lecture request'),
    ('iacad', 'preacher-permit', 'fatwa', 7, 'تصريح إلقاء الدروس والمحاضرات', 'Permit to give lessons and lectures'),
    ('iacad', 'quran-centre-licence', 'quran', 1, 'ترخيص مراكز تحفيظ القرآن الكريم', 'Licensing of Quran memorisation centres'),
    ('iacad', 'quran-centre-renewal', 'quran', 2, 'تجديد ترخيص مراكز تحفيظ القرآن الكريم', 'Licence renewal for Quran memorisation centres'),
    ('iacad', 'quran-teacher-permit', 'quran', 3, 'تصريح معلمي القرآن الكريم', 'Permits for Quran teachers'),
    ('iacad', 'quran-enrolment', 'quran', 4, 'التسجيل في حلقات التحفيظ', 'Enrolment in memorisation circles'),
    ('iacad', 'quran-certificate', 'quran', 5, 'إصدار شهادات الحفظ والتجويد', 'Memorisation and recitation certificates'),
    ('iacad', 'islamic-institute-licence', 'quran', 6, 'ترخيص المعاهد الإسلامية', 'Licensing of Islamic institutes'),
    ('iacad', 'quran-copies', 'quran', 7, 'طلب نسخ من المصحف الشريف', 'Request for copies of the Holy Quran'),
    ('iacad', 'charity-licence', 'charities', 1, 'ترخيص جمعية خيرية', 'Licensing of a charitable society'),
    ('iacad', 'charity-renewal', 'charities', 2, 'تجديد ترخيص جمعية خيرية', 'Licence renewal for a charitable society'),
    ('iacad', 'charity-branch', 'charities', 3, 'ترخيص فرع أو مكتب لجمعية خيرية', 'Licensing of a branch or office of a charitable society'),
    ('iacad', 'charity-board', 'charities', 4, 'اعتماد أعضاء مجلس الإدارة', 'Approval of board members'),
    ('iacad', 'charity-bank-account', 'charities', 5, 'الموافقة على فتح حساب مصرفي', 'Approval to open a bank account'),
    ('iacad', 'charity-events', 'charities', 6, 'تصاريح الفعاليات الخيرية', 'Charity event permits'),
    ('iacad', 'charity-audit', 'charities', 7, 'اعتماد التقارير المالية للجمعيات', 'Approval of societies'' financial reports'),
    ('iacad', 'fundraising-permit', 'donations', 1, 'تصريح جمع التبرعات', 'Fundraising permit'),
    ('iacad', 'fundraising-advert', 'donations', 2, 'تصريح الإعلان عن حملات التبرع', 'Permit to advertise donation campaigns'),
    ('iacad', 'online-donation', 'donations', 3, 'التبرع الإلكتروني', 'Online donation'),
    ('iacad', 'donation-boxes', 'donations', 4, 'تصريح صناديق التبرعات', 'Donation box permits'),
    ('iacad', 'in-kind-collection', 'donations', 5, 'تصريح جمع التبرعات العينية', 'Permit to collect donations in kind'),
    ('iacad', 'iftar-tent-permit', 'donations', 6, 'تصريح خيام إفطار الصائمين', 'Permit for iftar tents'),
    ('iacad', 'illegal-fundraising', 'donations', 7, 'الإبلاغ عن جمع التبرعات من دون تصريح', 'Reporting unlicensed fundraising'),
    ('iacad', 'zakat-calculation', 'zakat', 1, 'حساب الزكاة', 'Zakat calculation'),
    ('iacad', 'zakat-payment', 'zakat', 2, 'دفع الزكاة', 'Zakat payment'),
    ('iacad', 'financial-aid', 'zakat', 3, 'طلب مساعدة مالية', 'Financial assistance request'),
    ('iacad', 'debtor-aid', 'zakat', 4, 'مساعدة الغارمين', 'Assistance for debtors'),
    ('iacad', 'orphan-sponsorship', 'zakat', 5, 'كفالة الأيتام', 'Orphan sponsorship'),
    ('iacad', 'zakat-al-fitr', 'zakat', 6, 'زكاة الفطر', 'Zakat al-Fitr'),
    ('iacad', 'hajj-campaign-licence', 'hajj-umrah', 1, 'ترخيص حملات الحج والعمرة', 'Licensing of Hajj and Umrah campaigns'),
    ('iacad', 'hajj-campaign-complaint', 'hajj-umrah', 2, 'متابعة خدمات حملات الحج', 'Follow-up of Hajj campaign services'),
    ('iacad', 'hajj-awareness', 'hajj-umrah', 3, 'التوعية بمناسك الحج والعمرة', 'Guidance on the rites of Hajj and Umrah'),
    ('iacad', 'embracing-islam', 'hajj-umrah', 4, 'إشهار الإسلام', 'Embracing Islam'),
    ('iacad', 'new-muslim-courses', 'hajj-umrah', 5, 'دورات المسلمين الجدد', 'Courses for new Muslims'),
    ('iacad', 'new-muslim-certificate', 'hajj-umrah', 6, 'إصدار شهادة إشهار الإسلام', 'Certificate of embracing Islam')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- khda: Knowledge and Human Development Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('khda', 'school-information', NULL, 1, 'بيانات المدارس والجامعات', 'School and university information'),
    ('khda', 'school-fees', NULL, 2, 'الرسوم المدرسية', 'School fees'),
    ('khda', 'parent-contract', NULL, 3, 'العقد بين المدرسة وولي الأمر', 'Parent and school contract'),
    ('khda', 'student-transfer', NULL, 4, 'انتقال الطلبة', 'Student transfer'),
    ('khda', 'certificate-attestation', NULL, 5, 'تصديق الشهادات الدراسية', 'Attestation of education certificates'),
    ('khda', 'school-permit', NULL, 6, 'تصاريح المؤسسات التعليمية', 'Permits for education providers'),
    ('khda', 'training-institutes', NULL, 7, 'تصاريح معاهد التدريب', 'Training institute permits'),
    ('khda', 'inclusion', NULL, 8, 'تعليم الطلبة أصحاب الهمم', 'Education of students of determination')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- legal: Government of Dubai Legal Affairs Department
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('legal', 'advocate-registration', NULL, 1, 'قيد المحامين', 'Registration of advocates'),
    ('legal', 'consultancy-licence', NULL, 2, 'ترخيص مكاتب الاستشارات القانونية', 'Licensing of legal consultancy firms'),
    ('legal', 'advocate-complaint', NULL, 3, 'الشكاوى ضد المحامين والمستشارين القانونيين', 'Complaints against advocates and legal consultants'),
    ('legal', 'claims-against-government', NULL, 4, 'المطالبات ضد الجهات الحكومية', 'Claims against government entities'),
    ('legal', 'legislation-enquiry', NULL, 5, 'الاستفسار عن التشريعات المحلية', 'Local legislation enquiries'),
    ('legal', 'professional-development', NULL, 6, 'التطوير المهني القانوني المستمر', 'Continuing legal professional development'),
    ('legal', 'pro-bono', NULL, 7, 'المساعدة القانونية التطوعية', 'Voluntary legal aid')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- mbrhe: Mohammed Bin Rashid Housing Establishment
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('mbrhe', 'housing-loan', NULL, 1, 'القروض الإسكانية', 'Housing loans'),
    ('mbrhe', 'housing-grant', NULL, 2, 'المنح الإسكانية', 'Housing grants'),
    ('mbrhe', 'ready-built-house', NULL, 3, 'المساكن الجاهزة', 'Ready-built houses'),
    ('mbrhe', 'land-grant', NULL, 4, 'منح الأراضي السكنية', 'Residential land grants'),
    ('mbrhe', 'maintenance', NULL, 5, 'صيانة المساكن وتوسعتها', 'House maintenance and extension'),
    ('mbrhe', 'contractor-registration', NULL, 6, 'تسجيل المقاولين والاستشاريين', 'Registration of contractors and consultants'),
    ('mbrhe', 'repayment', NULL, 7, 'سداد أقساط القروض', 'Loan instalment payment')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- mbrsc: Mohammed Bin Rashid Space Centre
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('mbrsc', 'satellite-imagery', NULL, 1, 'طلب الصور الفضائية', 'Satellite imagery request'),
    ('mbrsc', 'space-education', NULL, 2, 'البرامج التعليمية والطلابية', 'Education and student programmes'),
    ('mbrsc', 'centre-visit', NULL, 3, 'زيارة المركز', 'Centre visits'),
    ('mbrsc', 'research-cooperation', NULL, 4, 'التعاون البحثي', 'Research cooperation'),
    ('mbrsc', 'astronaut-programme', NULL, 5, 'برنامج رواد الفضاء', 'Astronaut programme'),
    ('mbrsc', 'training-internship', NULL, 6, 'التدريب العملي', 'Internships')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- mbrsg: Mohammed Bin Rashid School of Government
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('mbrsg', 'masters-programmes', NULL, 1, 'برامج الماجستير', 'Master''s programmes'),
    ('mbrsg', 'admission', NULL, 2, 'القبول والتسجيل', 'Admission and registration'),
    ('mbrsg', 'executive-education', NULL, 3, 'التعليم التنفيذي', 'Executive education'),
    ('mbrsg', 'policy-research', NULL, 4, 'بحوث السياسات العامة', 'Public policy research'),
    ('mbrsg', 'student-services', NULL, 5, 'خدمات الطلبة', 'Student services'),
    ('mbrsg', 'scholarships', NULL, 6, 'المنح الدراسية', 'Scholarships')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- pcfc: Ports, Customs and Free Zone Corporation
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('pcfc', 'free-zone-licence', NULL, 1, 'إصدار رخص المنطقة الحرة', 'Free zone licence issue'),
    ('pcfc', 'employee-visa', NULL, 2, 'تأشيرات الموظفين', 'Employee visas'),
    ('pcfc', 'planning-permit', NULL, 3, 'رخص التخطيط والبناء', 'Planning and building permits'),
    ('pcfc', 'safety-environment', NULL, 4, 'الصحة والسلامة والبيئة', 'Health, safety and environment'),
    ('pcfc', 'port-access', NULL, 5, 'تصاريح دخول الموانئ', 'Port access permits'),
    ('pcfc', 'industrial-inspection', NULL, 6, 'التفتيش الصناعي', 'Industrial inspection')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- rta: Roads and Transport Authority
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('rta', 'parking', NULL, 1, 'المواقف العامة', 'Public parking'),
    ('rta', 'metro', NULL, 2, 'المترو', 'Metro'),
    ('rta', 'bus', NULL, 3, 'الحافلات العامة', 'Public buses'),
    ('rta', 'taxi', NULL, 4, 'سيارات الأجرة', 'Taxis'),
    ('rta', 'road-toll', NULL, 5, 'التعرفة المرورية', 'Road toll'),
    ('rta', 'driver-licence', NULL, 6, 'رخص القيادة', 'Driving licences'),
    ('rta', 'vehicle-licence', NULL, 7, 'ترخيص المركبات', 'Vehicle licensing'),
    ('rta', 'roads', NULL, 8, 'الطرق والإشارات الضوئية', 'Roads and traffic signals')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- sawaid: Sawaid Neighbourhood Volunteers’ Society
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('sawaid', 'volunteer-registration', NULL, 1, 'تسجيل المتطوعين', 'Volunteer registration'),
    ('sawaid', 'home-visits', NULL, 2, 'زيارة كبار السن في بيوتهم', 'Home visits to older neighbours'),
    ('sawaid', 'food-sharing', NULL, 3, 'مشاركة الطعام الفائض', 'Sharing of surplus food'),
    ('sawaid', 'homework-club', NULL, 4, 'نادي المذاكرة', 'Homework club'),
    ('sawaid', 'neighbourhood-clean-up', NULL, 5, 'حملات نظافة الحي', 'Neighbourhood clean-ups'),
    ('sawaid', 'tool-library', NULL, 6, 'مكتبة الأدوات المستعارة', 'Tool-lending library')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- sawtak: Sawtak Platform Team
INSERT INTO services (entity, id, parent, position, name_ar, name_en) VALUES
    ('sawtak', 'guide', NULL, 1, 'الدليل الموحد', 'The unified guide'),
    ('sawtak', 'form', NULL, 2, 'نموذج المشاركة ومتابعتها', 'Taking part and following up'),
    ('sawtak', 'open-data', NULL, 3, 'الأرقام والبيانات المفتوحة', 'Figures and open data')
ON CONFLICT (entity, id) DO UPDATE SET
    parent = excluded.parent,
    position = excluded.position,
    name_ar = excluded.name_ar,
    name_en = excluded.name_en;

-- Services about things that stand somewhere: the form asks for the place.
UPDATE services SET asks_place = 1
WHERE (entity, id) IN (VALUES
    ('rta', 'parking'), ('rta', 'roads'), ('dm', 'waste-collection'), ('dm', 'public-parks'), ('dm', 'drainage'));

-- Where their pages are. More are registered as entities join.
INSERT INTO origins (entity, origin) VALUES
    ('rta', 'https://www.rta.ae'),
    ('rta', 'https://*.rta.ae'),
    ('iacad', 'https://www.iacad.gov.ae'),
    ('iacad', 'https://*.iacad.gov.ae'),
    ('cda', 'https://www.cda.gov.ae'),
    ('dc', 'https://www.dc.gov.ae'),
    ('dcaa', 'https://www.dcaa.gov.ae'),
    ('det', 'https://www.dubaidet.gov.ae'),
    ('dewa', 'https://www.dewa.gov.ae'),
    ('dghr', 'https://www.dghr.gov.ae'),
    ('dha', 'https://www.dha.gov.ae'),
    ('dha', 'https://*.dha.gov.ae'),
    ('difc', 'https://www.difc.com'),
    ('digitaldubai', 'https://www.digitaldubai.ae'),
    ('dld', 'https://dubailand.gov.ae'),
    ('dld', 'https://*.dubailand.gov.ae'),
    ('dm', 'https://www.dm.gov.ae'),
    ('dmcc', 'https://www.dmcc.ae'),
    ('dof', 'https://www.dof.gov.ae'),
    ('dff', 'https://www.dubaifuture.ae'),
    ('dubaiairports', 'https://www.dubaiairports.ae'),
    ('dubaichambers', 'https://www.dubaichambers.com'),
    ('dubaiculture', 'https://dubaiculture.gov.ae'),
    ('dubaiculture', 'https://*.dubaiculture.gov.ae'),
    ('dubaicustoms', 'https://www.dubaicustoms.gov.ae'),
    ('dubaipolice', 'https://www.dubaipolice.gov.ae'),
    ('gdrfa', 'https://www.gdrfad.gov.ae'),
    ('gdrfa', 'https://*.gdrfad.gov.ae'),
    ('khda', 'https://www.khda.gov.ae'),
    ('khda', 'https://*.khda.gov.ae'),
    ('legal', 'https://legal.dubai.gov.ae'),
    ('mbrhe', 'https://www.mbrhe.gov.ae'),
    ('mbrsc', 'https://www.mbrsc.ae'),
    ('dwtca', 'https://www.dwtc.com'),
    ('sawaid', 'https://sawaid.example')
ON CONFLICT DO NOTHING;
