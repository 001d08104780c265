import Models

extension Arithmetic {
  /// A warning that digests are not comparable with those of this session; nil if they are.
  var warning: String? {
    if !differs { return nil }
    return isDense
      ? "Version \(version) trained with dense first layers, this session looks them up in tables: "
        + "digests can differ in rounding. Set DEPHN_FIRST_LAYER=dense to reproduce that version's."
      : "Version \(version) trained with first layers looked up in tables, this session computes "
        + "them densely (DEPHN_FIRST_LAYER=dense): digests can differ in rounding."
  }
}
