using System.Globalization;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Checks;

/// <summary>The checks of the warehouse, one record each.</summary>
public static class DataChecks
{
    private const CheckSeverity Fail = CheckSeverity.Fail, Warn = CheckSeverity.Warn;

    private static readonly string[] Facts = ["Dossiers", "OnlineServices", "SignedDocuments", "Satisfactions", "DossierTotals", "ReportedFigures"];

    public static IReadOnlyList<DataCheck> All { get; } =
    [
        new("LEDGER_BALANCES", "LoadRuns", Fail,
            "Số dòng đọc = mới + thay đổi + giữ nguyên + cũ + bị từ chối", "Rows read = loaded + changed + unchanged + superseded + rejected")
            { Rule = CheckRule.LedgerBalance },
        new("REJECTS_KEPT", "LoadRuns", Fail,
            "Mỗi dòng bị từ chối đều được giữ lại với lý do", "Every rejected row is kept with its reason")
            { Rule = CheckRule.RejectsKept },

        .. Facts.Select(set => new DataCheck("GRAIN_UNIQUE", set, Fail,
            "Không có hai dòng cùng khóa tự nhiên", "No two rows of one grain")
            { Rule = CheckRule.Grain }),
        .. Facts.Select(set => new DataCheck("RELATIONSHIPS_EXIST", set, Fail,
            "Mọi khóa chiều đều dẫn đến một dòng có thật", "Every dimension key leads to a row")
            { Rule = CheckRule.Relationships }),
        .. Facts.Select(set => new DataCheck("FACT_FOLLOWS_SOURCE", set, Fail,
            "Mỗi dòng nguồn được nhận có đúng một dòng sự kiện, dòng đã xóa không có", "Every accepted source row has its fact, every deleted one has none")
            { Rule = CheckRule.FollowsSource }),

        new("CODE_PRESENT", "Dossiers", Fail,
            "Hồ sơ có mã và ngày tiếp nhận", "A dossier has a code and a day of receipt")
            { Row = "f.dossier_code = '' OR f.received_date_key = 0" },
        new("RESOLUTION_CONSISTENT", "Dossiers", Fail,
            "Đã giải quyết khi và chỉ khi có ngày hoàn thành và số ngày xử lý", "Resolved if and only if there are a completion date and processing days")
            { Row = """
                f.is_resolved <> CASE WHEN f.resolved_date IS NOT NULL THEN @yes ELSE @no END OR f.is_resolved <> CASE WHEN f.resolved_date_key <> 0 THEN @yes ELSE @no END
                OR f.is_resolved <> CASE WHEN f.processing_days IS NOT NULL THEN @yes ELSE @no END
                """ },
        new("DATES_IN_ORDER", "Dossiers", Fail,
            "Ngày hẹn trả, hoàn thành không trước ngày tiếp nhận; trả kết quả không trước hoàn thành", "Due and completion not before receipt, return not before completion")
            { Row = "f.due_date < f.received_date OR f.resolved_date < f.received_date OR f.returned_date < f.resolved_date" },
        new("ON_TIME_KNOWN_WITH_DUE_DATE", "Dossiers", Fail,
            "Biết đúng hạn khi và chỉ khi có ngày hẹn trả", "On time is known if and only if there is a due date")
            { Row = "f.is_on_time IS NULL AND f.due_date IS NOT NULL OR f.is_on_time IS NOT NULL AND f.due_date IS NULL" },
        new("ON_TIME_AGREES_WITH_SOURCE", "Dossiers", Warn,
            "Đúng hạn tính được trùng với cờ của hệ thống nguồn (hồ sơ đã giải quyết)", "On time as computed agrees with the source's flag (resolved dossiers)")
            { Row = "f.is_resolved = @yes AND f.is_on_time <> f.is_on_time_by_source" },
        new("MONTHS_MATCH_RECEIVED", "DossierMonths", Fail,
            "Hồ sơ theo tháng bằng tổng hồ sơ tiếp nhận", "DossierMonths equal the dossiers received")
            { Query = ReceivedMonths, Feeds = ["igate_dossiers", "dvc_services", "org_units"] },
        new("MONTHS_MATCH_RESOLVED", "DossierMonths", Fail,
            "Hồ sơ theo tháng bằng tổng hồ sơ giải quyết", "DossierMonths equal the dossiers resolved")
            { Query = ResolvedMonths, Feeds = ["igate_dossiers", "dvc_services", "org_units"] },
        new("ROLLUPS_MATCH_MONTHS", "DossierMonths", Fail,
            "Số cộng theo đơn vị bằng hồ sơ theo tháng", "The roll-ups by unit equal DossierMonths and the dossiers judged")
            { Query = RollupMonths, Feeds = ["igate_dossiers", "dvc_services", "org_units"] },
        new("ROLLUPS_MATCH_UNITS", "DossierMonths", Fail,
            "Số cộng mọi thời gian bằng tổng các tháng", "The roll-ups of all time equal those of the months")
            { Query = RollupUnits, Feeds = ["igate_dossiers", "dvc_services", "org_units"] },
        new("STOCKS_MATCH", "DossierStocks", Fail,
            "Hồ sơ tồn cuối tháng gần nhất bằng số hồ sơ còn mở", "DossierStocks of the last month end equal the dossiers open then")
            { Query = Stocks, Feeds = ["igate_dossiers", "dvc_services", "org_units"] },

        new("SIGNED_NOT_ON_PAPER", "SignedDocuments", Fail,
            "Văn bản ký số không chỉ ở dạng giấy", "A digitally signed document is not on paper only")
            { Row = "f.is_signed = @yes AND f.form = 'Paper'" },
        new("MONTHS_MATCH_DOCUMENTS", "DocumentMonths", Fail,
            "Văn bản theo tháng bằng tổng văn bản", "DocumentMonths equal the documents")
            { Query = DocumentMonths, Feeds = ["ioffice_documents", "org_units"] },

        new("SATISFIED_WITHIN_RATED", "Satisfactions", Fail,
            "Số lượt hài lòng không quá số lượt đánh giá", "Satisfied ratings are not more than ratings")
            { Row = "f.satisfied > f.rated OR f.rated < 0 OR f.satisfied < 0" },

        new("RECEIVED_ADDS_UP", "DossierTotals", Fail,
            "Biểu II.06: tiếp nhận = kỳ trước chuyển sang + trực tuyến + trực tiếp", "Form II.06: received = carried over + online + direct")
            { Row = "f.received <> f.carried_over + f.received_online + f.received_direct" },
        new("RESOLVED_ADDS_UP", "DossierTotals", Fail,
            "Biểu II.06: giải quyết = trước hạn + đúng hạn + quá hạn", "Form II.06: resolved = early + on time + late")
            { Row = "f.resolved <> f.resolved_early + f.resolved_on_time + f.resolved_late" },
        new("PENDING_ADDS_UP", "DossierTotals", Fail,
            "Biểu II.06: đang giải quyết = trong hạn + quá hạn", "Form II.06: pending = in term + overdue")
            { Row = "f.pending <> f.pending_in_term + f.pending_overdue" },
        new("RECEIVED_IS_RESOLVED_AND_PENDING", "DossierTotals", Fail,
            "Biểu II.06: tiếp nhận = giải quyết + đang giải quyết", "Form II.06: received = resolved + pending")
            { Row = "f.received <> f.resolved + f.pending" },

        new("PERIOD_IN_ORDER", "ReportedFigures", Fail,
            "Kỳ báo cáo không kết thúc trước khi bắt đầu", "A period does not end before it starts")
            { Row = "f.period_to < f.period_from" },
        new("REPORTED_HAS_VALUE", "ReportedFigures", Warn,
            "Số liệu “Có số liệu” có giá trị", "A figure that says “reported” has a value")
            { Row = "f.state = 'Reported' AND f.value IS NULL AND f.text_value IS NULL" },

        new("VERSIONS_DISJOINT", "Units", Fail,
            "Các phiên bản của một đơn vị không trùng thời gian", "Versions of a unit do not overlap")
            { Query = UnitOverlaps, Feeds = ["org_units"] },
        new("VERSIONS_DISJOINT", "Procedures", Fail,
            "Các phiên bản của một thủ tục không trùng thời gian", "Versions of a procedure do not overlap")
            { Query = ProcedureOverlaps, Feeds = ["dvc_services"] },
    ];

    // In the queries below CROSS JOIN keeps the few checked rows the outer side, as in the summaries themselves.
    private const string ReceivedMonths =
        """
        WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key, f.received_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
        SELECT CONCAT(month, ':', unit_key)
        FROM
        (
            SELECT p.unit_key, p.month, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class, COUNT(*) AS received,
                SUM(CASE WHEN f.are_components_digitised = @yes THEN 1 ELSE 0 END) AS components, SUM(CASE WHEN f.has_fee = @yes THEN 1 ELSE 0 END) AS fee,
                SUM(CASE WHEN f.is_paid_online = @yes THEN 1 ELSE 0 END) AS paid, SUM(CASE WHEN f.reuses_data = @yes THEN 1 ELSE 0 END) AS reuse
            FROM p CROSS JOIN fact_dossier f
            WHERE f.receiving_unit_key = p.unit_key AND f.received_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
            GROUP BY p.unit_key, p.month, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class
            UNION ALL
            SELECT p.unit_key, p.month, a.resolving_unit_key, a.procedure_key, a.channel, a.service_class, -a.received, -a.components_digitised, -a.with_fee, -a.paid_online, -a.reusing_data
            FROM p CROSS JOIN agg_dossier_month a
            WHERE a.receiving_unit_key = p.unit_key AND a.month_period_key = p.month * 100 + 10
        ) difference
        GROUP BY unit_key, month, resolving_unit_key, procedure_key, channel, service_class
        HAVING SUM(received) <> 0 OR SUM(components) <> 0 OR SUM(fee) <> 0 OR SUM(paid) <> 0 OR SUM(reuse) <> 0
        """;

    private static string RollupMonths =>
        $"""
        WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key, f.received_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
        SELECT CONCAT(month, ':', unit_key)
        FROM
        (
            SELECT p.unit_key, p.month, a.channel, a.service_class, {Rollup("a.{0} AS {0}", "0 AS {0}")}
            FROM p CROSS JOIN agg_dossier_month a
            WHERE a.receiving_unit_key = p.unit_key AND a.month_period_key = p.month * 100 + 10
            UNION ALL
            SELECT p.unit_key, p.month, f.channel, f.service_class, {Rollup("0", "CASE WHEN f.is_on_time = {1} THEN 1 ELSE 0 END")}
            FROM p CROSS JOIN fact_dossier f
            WHERE f.receiving_unit_key = p.unit_key AND f.received_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
            UNION ALL
            SELECT p.unit_key, p.month, r.channel, r.service_class, {Rollup("-r.{0}", "-r.{0}")}
            FROM p CROSS JOIN agg_dossier_unit_month r
            WHERE r.receiving_unit_key = p.unit_key AND r.month_period_key = p.month * 100 + 10
        ) difference
        GROUP BY unit_key, month, channel, service_class
        HAVING {Rollup("SUM({0}) <> 0", "SUM({0}) <> 0", " OR ")}
        """;

    private static string RollupUnits =>
        $"""
        WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
        SELECT unit_key
        FROM
        (
            SELECT p.unit_key, a.channel, a.service_class, {Rollup("a.{0} AS {0}", "a.{0} AS {0}")}
            FROM p CROSS JOIN agg_dossier_unit_month a
            WHERE a.receiving_unit_key = p.unit_key
            UNION ALL
            SELECT p.unit_key, r.channel, r.service_class, {Rollup("-r.{0}", "-r.{0}")}
            FROM p CROSS JOIN agg_dossier_unit r
            WHERE r.receiving_unit_key = p.unit_key
        ) difference
        GROUP BY unit_key, channel, service_class
        HAVING {Rollup("SUM({0}) <> 0", "SUM({0}) <> 0", " OR ")}
        """;

    /// <summary>The measures of the roll-ups, each put into a text: those that DossierMonths has too, and those by the day of the judgement.</summary>
    private static string Rollup(string counted, string judged, string separator = ", ") => string.Join(separator, DossierCounts.OfUnits.Select(measure => string.Format(
        CultureInfo.InvariantCulture, DossierCounts.OfMonths.Contains(measure) ? counted : judged, measure, measure == "late" ? "@no" : "@yes")));

    private const string ResolvedMonths =
        """
        WITH p AS
        (
            SELECT DISTINCT f.resolving_unit_key AS unit_key, f.resolved_date_key / 100 AS month
            FROM stg_checked_row c CROSS JOIN fact_dossier f
            WHERE f.dossier_key = c.row_key AND f.resolved_date_key <> 0
        )
        SELECT CONCAT(month, ':', unit_key)
        FROM
        (
            SELECT p.unit_key, p.month, f.receiving_unit_key, f.procedure_key, f.channel, f.service_class, COUNT(*) AS resolved,
                SUM(CASE WHEN f.is_on_time = @yes THEN 1 ELSE 0 END) AS on_time, SUM(CASE WHEN f.is_on_time = @no THEN 1 ELSE 0 END) AS late,
                SUM(CASE WHEN f.is_result_digitised = @yes THEN 1 ELSE 0 END) AS results, SUM(f.processing_days) AS days
            FROM p CROSS JOIN fact_dossier f
            WHERE f.resolving_unit_key = p.unit_key AND f.resolved_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
            GROUP BY p.unit_key, p.month, f.receiving_unit_key, f.procedure_key, f.channel, f.service_class
            UNION ALL
            SELECT p.unit_key, p.month, a.receiving_unit_key, a.procedure_key, a.channel, a.service_class, -a.resolved, -a.resolved_on_time, -a.resolved_late, -a.results_digitised, -a.processing_days_sum
            FROM p CROSS JOIN agg_dossier_month a
            WHERE a.month_period_key = p.month * 100 + 10 AND a.resolving_unit_key = p.unit_key
        ) difference
        GROUP BY unit_key, month, receiving_unit_key, procedure_key, channel, service_class
        HAVING SUM(resolved) <> 0 OR SUM(on_time) <> 0 OR SUM(late) <> 0 OR SUM(results) <> 0 OR SUM(days) <> 0
        """;

    // A unit's whole stock is read, so a few units stand for the others.
    private const string Stocks =
        """
        WITH u AS
        (
            SELECT unit_key
            FROM
            (
                SELECT unit_key, ROW_NUMBER() OVER (ORDER BY unit_key) AS place
                FROM (SELECT DISTINCT f.receiving_unit_key AS unit_key FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key) d
            ) n
            WHERE place <= 5
        )
        SELECT CONCAT(@month, ':', unit_key)
        FROM
        (
            SELECT u.unit_key, f.service_class, COUNT(*) AS pending, SUM(CASE WHEN f.overdue_from_month BETWEEN 1 AND @month THEN 1 ELSE 0 END) AS overdue
            FROM u CROSS JOIN fact_dossier f
            WHERE f.receiving_unit_key = u.unit_key AND f.received_date_key < @month * 100 + 100 AND (f.resolved_date_key = 0 OR f.resolved_date_key >= @month * 100 + 100)
            GROUP BY u.unit_key, f.service_class
            UNION ALL
            SELECT u.unit_key, s.service_class, -s.pending, -s.pending_overdue
            FROM u CROSS JOIN agg_dossier_stock s
            WHERE s.month_period_key = @month * 100 + 10 AND s.unit_key = u.unit_key
        ) difference
        GROUP BY unit_key, service_class
        HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
        """;

    private const string DocumentMonths =
        """
        WITH p AS (SELECT DISTINCT f.unit_key, f.document_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_signed_document f WHERE f.document_key = c.row_key)
        SELECT CONCAT(month, ':', unit_key)
        FROM
        (
            SELECT p.unit_key, p.month, f.direction, SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE 1 END) AS documents, SUM(CASE WHEN f.is_secret = @yes THEN 1 ELSE 0 END) AS secret,
                SUM(CASE WHEN f.is_secret = @no AND f.is_signed = @yes THEN 1 ELSE 0 END) AS signed, SUM(CASE WHEN f.is_secret = @no AND f.form = 'Electronic' THEN 1 ELSE 0 END) AS electronic
            FROM p CROSS JOIN fact_signed_document f
            WHERE f.unit_key = p.unit_key AND f.document_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
            GROUP BY p.unit_key, p.month, f.direction
            UNION ALL
            SELECT p.unit_key, p.month, a.direction, -a.documents, -a.secret, -a.signed, -a.electronic_only
            FROM p CROSS JOIN agg_document_month a
            WHERE a.month_period_key = p.month * 100 + 10 AND a.unit_key = p.unit_key
        ) difference
        GROUP BY unit_key, month, direction
        HAVING SUM(documents) <> 0 OR SUM(secret) <> 0 OR SUM(signed) <> 0 OR SUM(electronic) <> 0
        """;

    private const string UnitOverlaps =
        """
        SELECT CONCAT(a.unit_code, ' ', a.valid_from)
        FROM dim_unit a JOIN dim_unit b ON b.durable_code = a.durable_code
        WHERE a.unit_key <> 0 AND b.unit_key > a.unit_key AND b.valid_from < a.valid_until AND a.valid_from < b.valid_until
        """;

    private const string ProcedureOverlaps =
        """
        SELECT CONCAT(a.procedure_code, ' ', a.valid_from)
        FROM dim_procedure a JOIN dim_procedure b ON b.procedure_code = a.procedure_code
        WHERE a.procedure_key <> 0 AND b.procedure_key > a.procedure_key AND b.valid_from < a.valid_until AND a.valid_from < b.valid_until
        """;
}
