import Testing

@Test func roomIsThere() {}
