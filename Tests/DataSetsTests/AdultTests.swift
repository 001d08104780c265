import ArgumentParser
import DataSets
import Numbers
import TestSupport
import Testing

/// UCI Adult against numbers counted in the owner's files with Python.
///
///     rows = lambda f: [[x.strip() for x in l.split(",")] for l in open(f) if l.strip() and l[0] != "|"]
///     a, t = rows("adult.data"), rows("adult.test")
///     train = [r for i, r in enumerate(a) if i % 10 != 9]
///     c = Counter(r[1] for r in train if r[1] != "?"); sorted(c, key=lambda w: (-c[w], w.encode()))
@Suite struct AdultTests {
  let adult: DataSet

  init() throws { adult = try AdultFiles.whole.get() }

  @Test func partsHaveTheOwnersRows() {
    #expect(adult.rowCount == 48_842)
    #expect(adult.split.train.count == 29_305)
    #expect(adult.split.validation.count == 3_256)
    #expect(adult.split.test.count == 16_281)
    #expect(adult.split.validation.prefix(3) == [9, 19, 29])
    #expect(adult.split.test.first == 32_561)
  }

  @Test(arguments: [
    (Split.Part.train, 7_031, 9_625), (.validation, 810, 1_058), (.test, 3_846, 5_434),
  ])
  func positives(part: Split.Part, income: Int, neverMarried: Int) {
    let rows = adult.split[part]
    #expect(rows.count { adult.labels[0][Int($0)] == 1 } == income)
    #expect(rows.count { adult.labels[1][Int($0)] == 1 } == neverMarried)
  }

  @Test func featuresAreThoseOfTheReferenceRuns() {
    let expected = [
      "age", "education_num", "capital_gain", "capital_loss", "hours_per_week", "workclass",
      "education", "occupation", "relationship", "race", "sex", "native_country",
    ]
    #expect(adult.schema.features.map(\.name) == expected)
    #expect(adult.schema.tasks.map(\.name) == ["income", "never-married"])
    #expect(
      adult.notes == [
        .split(SplitNote(.official)), .leftOut(["fnlwgt", "marital_status"], because: nil),
      ])
  }

  /// np.corrcoef of the labels over the whole training file and over the test file.
  @Test(arguments: [
    ("income", "never-married", -0.3184, -0.3194), ("income", "college", 0.3076, 0.3026),
    ("never-married", "college", -0.0540, -0.0572),
  ])
  func labelCorrelations(one: String, other: String, train: Double, test: Double) throws {
    let data = try AdultFiles.load("--tasks", one, other, "--")
    let parts = [0..<32_561, 32_561..<48_842]
    for (rows, expected) in zip(parts, [train, test]) {
      let found = correlation(Array(data.labels[0][rows]), Array(data.labels[1][rows]))
      #expect(abs(found - expected) < 0.00005)
    }
  }

  @Test func collegeTakesEducationOutOfTheFeatures() throws {
    let data = try AdultFiles.load("--tasks", "college", "--")
    let names = data.schema.features.map(\.name)
    #expect(names.count == 10)
    #expect(!names.contains("education") && !names.contains("education_num"))
    #expect(data.labels[0].count { $0 == 1 } == 10_516 + 5_256)
  }

  @Test(arguments: [
    ("workclass", 8, "Private", "Never-worked", 2_799),
    ("education", 16, "HS-grad", "Preschool", 0),
    ("occupation", 14, "Prof-specialty", "Armed-Forces", 2_809),
    ("relationship", 6, "Husband", "Other-relative", 0),
    ("race", 5, "White", "Other", 0), ("sex", 2, "Male", "Female", 0),
    ("native_country", 40, "United-States", "Scotland", 857),
  ])
  func vocabularies(name: String, count: Int, first: String, last: String, unknown: Int) {
    let vocabulary = adult.vocabulary(name)
    #expect(vocabulary?.count == count)
    #expect(vocabulary?.first == first)
    #expect(vocabulary?.last == last)
    #expect(adult.ids(name).count { $0 == 0 } == unknown)
  }

  /// Holand-Netherlands stands in one row of the two files, and that is a validation row.
  @Test func wordThatOnlyOtherPartsHoldIsUnseen() {
    #expect(adult.strangers[11].strings == ["Holand-Netherlands"])
    let ids = adult.ids("native_country")
    let rows = ids.indices.filter { ids[$0] > 40 }
    #expect(rows.count == 1 && rows[0] % 10 == 9 && rows[0] < 32_561)
    #expect(adult.strangers[..<11].allSatisfy { $0.count == 0 })
  }

  @Test(arguments: [
    (0, false, 38.64678382528579, 13.684300761668354),
    (1, false, 10.07142125917079, 2.577179358983864),
    (2, true, 0.7363456860253825, 2.4572127021907444),
    (3, true, 0.3520325021349261, 1.5881720041659162),
    (4, false, 40.40842859580276, 12.368896874846666),
  ])
  func transforms(feature: Int, takesLogarithm: Bool, mean: Double, deviation: Double) {
    guard case .numeric(let transform) = adult.schema.features[feature].kind else {
      Issue.record("feature \(feature) is not numeric")
      return
    }
    #expect(transform.takesLogarithm == takesLogarithm)
    #expect(abs(transform.mean - mean) < 1e-12 * 40)
    #expect(abs(transform.deviation - deviation) < 1e-11)
    #expect(transform.clip == 5)
  }

  @Test func firstRowIsTheOwners() {
    let names = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
    #expect(names.map { adult.numbers($0).raw[0] } == [39, 13, 2174, 0, 40])
    let words = ["workclass", "education", "occupation", "relationship", "native_country"].map {
      adult.vocabulary($0)?[Int(adult.ids($0)[0]) - 1]
    }
    #expect(
      words == ["State-gov", "Bachelors", "Adm-clerical", "Not-in-family", "United-States"])
  }

  @Test func rowsAndFingerprintFollowTheOptions() throws {
    let again = try AdultFiles.load()
    let fewer = try AdultFiles.load("--rows", "100", "--")
    #expect(again.fingerprint == adult.fingerprint)
    #expect(adult.fingerprint.count == 64)
    #expect(fewer.fingerprint != adult.fingerprint)
    #expect(fewer.split.train.count == 90)
    #expect(fewer.split.validation.count == 10)
    #expect(fewer.split.test.count == 16_281)
  }

  @Test func unknownTaskIsToldWithTheKnownOnes() {
    let error = fault(Adult.self, ["--tasks", "wealth"]) as? DataError
    #expect(
      error
        == DataError(
          .unknown(
            .task(source: "adult"), "wealth", known: ["income", "never-married", "college"])))
  }

  @Test func interruptEndsTheLoading() throws {
    let context = LoadContext(interrupt: Countdown(3).interrupt)
    #expect(throws: CancellationError.self) {
      try Adult.parse([AdultFiles.folder]).load(from: context)
    }
  }
}
