enum AnalysisRoom {}
